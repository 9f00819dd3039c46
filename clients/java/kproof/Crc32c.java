package kproof;

import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;

/** The checksum of stamps, frames and topics' names. One for each thread that uses it. */
final class Crc32c {
  private final CRC32C crc = new CRC32C();

  int of(byte[] bytes, int from, int length) {
    crc.reset();
    crc.update(bytes, from, length);
    return (int) crc.getValue();
  }

  int of(byte[] bytes) {
    return bytes == null ? 0 : of(bytes, 0, bytes.length);
  }

  static int ofText(String text) {
    return new Crc32c().of(text.getBytes(StandardCharsets.UTF_8));
  }
}
