"""Kafka's jars of one version, by Maven: what the scripts that make tables from Kafka's own classes begin with."""

import subprocess


def fetch_kafka(version, folder):
    """Puts kafka_2.13 of this version and all that it needs into the folder; raises where Maven can't."""
    pom = folder / "pom.xml"
    pom.write_text(
        '<project xmlns="http://maven.apache.org/POM/4.0.0"><modelVersion>4.0.0</modelVersion><groupId>kproof</groupId>'
        "<artifactId>fetch</artifactId><version>1</version><dependencies><dependency><groupId>org.apache.kafka</groupId>"
        f"<artifactId>kafka_2.13</artifactId><version>{version}</version></dependency></dependencies></project>"
    )
    subprocess.run(
        ["mvn", "-B", "-q", "-f", pom, "dependency:copy-dependencies", "-DincludeScope=runtime", f"-DoutputDirectory={folder}"],
        check=True,
    )
