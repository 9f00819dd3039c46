// Reads the lines of protocol_lines and compares with what Kafka's own classes make of the same: a message from its JSON
// must give the same bytes, and those bytes the same message; an answer that says that a request failed must be
// AbstractRequest.getErrorResponse's. Prints each difference and how much was compared; ends with 1 where there was any.
//
// Run by compare.py as `java -cp JARS Compare.java FILE` (needs a JDK).

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.lang.reflect.Method;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.protocol.ByteBufferAccessor;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.protocol.MessageUtil;
import org.apache.kafka.common.requests.AbstractRequest;
import org.apache.kafka.common.requests.AbstractResponse;

public class Compare {
  // Kinds, or versions of one, whose error answer is not meant to be the one of Kafka's class. Here the class says it once
  // for all of the request; brokers say it of each partition or topic, which is what their clients act on.
  private static final Set<String> ONCE_FOR_ALL = Set.of(
      "AlterPartitionReassignments", "ElectLeaders", "Fetch", "Metadata 12", "Metadata 13", "ShareAcknowledge", "ShareFetch");
  // What brokers and controllers ask each other, and what only administrators ask: the code stands in the answer, other
  // things that Kafka's class says there may not.
  private static final Set<String> OF_ADMINISTRATION = Set.of(
      "AddPartitionsToTxn 4", "AddPartitionsToTxn 5", "AddRaftVoter", "AlterClientQuotas", "AlterPartition",
      "AlterReplicaLogDirs", "AlterShareGroupOffsets", "AlterUserScramCredentials", "AssignReplicasToDirs",
      "BeginQuorumEpoch", "ControllerRegistration", "CreateAcls", "CreateDelegationToken", "DeleteAcls",
      "DeleteShareGroupOffsets", "DescribeClientQuotas", "DescribeQuorum", "DescribeShareGroupOffsets",
      "DescribeTransactions", "DescribeUserScramCredentials", "EndQuorumEpoch", "FetchSnapshot",
      "ListPartitionReassignments", "ReadShareGroupState", "ReadShareGroupStateSummary", "RemoveRaftVoter",
      "UnregisterBroker", "UpdateFeatures", "Vote", "WriteShareGroupState", "WriteTxnMarkers");
  private static final ObjectMapper JSON = new ObjectMapper();
  private static long messages = 0;
  private static long errors = 0;
  private static final Map<String, Integer> different = new TreeMap<>();
  private static final Map<String, Integer> refused = new TreeMap<>();

  public static void main(String[] args) throws Exception {
    for (String line : Files.readAllLines(Path.of(args[0]))) {
      String[] words = line.split(" ", 7);
      if (words[0].equals("message")) message(words);
      else error(words);
    }
    System.out.println(messages + " messages and " + errors + " answers compared, " + refused.size()
                       + " kinds of request that Kafka's class did not take");
    refused.forEach((what, count) -> System.out.println("  not compared: " + what + " (" + count + ")"));
    different.forEach((what, count) -> System.out.println("  different: " + what + " (" + count + ")"));
    System.exit(different.isEmpty() ? 0 : 1);
  }

  private static void message(String[] words) throws Exception {
    String name = words[2] + (words[1].equals("request") ? "Request" : "Response");
    short version = Short.parseShort(words[4]);
    Class<?> data = Class.forName("org.apache.kafka.common.message." + name + "Data");
    Class<?> converter = Class.forName("org.apache.kafka.common.message." + name + "DataJsonConverter");
    Method read = converter.getMethod("read", JsonNode.class, short.class);
    byte[] ours = bytes(words[5]);
    ApiMessage fromJson = (ApiMessage) read.invoke(null, JSON.readTree(words[6]), version);
    byte[] theirs = written(fromJson, version);
    ApiMessage fromBytes = (ApiMessage) data.getConstructor().newInstance();
    ByteBuffer buffer = ByteBuffer.wrap(ours);
    fromBytes.read(new ByteBufferAccessor(buffer), version);
    ++messages;
    if (!Arrays.equals(ours, theirs)) count(name + " " + version + " as bytes", words[5], hex(theirs));
    if (buffer.hasRemaining() || !Arrays.equals(ours, written(fromBytes, version)))
      count(name + " " + version + " as a message", words[5], hex(written(fromBytes, version)));
  }

  private static void error(String[] words) throws Exception {
    ApiKeys key = ApiKeys.forId(Short.parseShort(words[2]));
    short version = Short.parseShort(words[3]);
    String what = words[1] + " " + version;
    AbstractResponse response;
    try {
      ByteBufferAccessor buffer = new ByteBufferAccessor(ByteBuffer.wrap(bytes(words[5])));
      AbstractRequest request = AbstractRequest.parseRequest(key, version, buffer).request;
      response = request.getErrorResponse(0, Errors.forCode(Short.parseShort(words[4])).exception());
      if (response == null) throw new IllegalStateException("no answer");
    } catch (Exception | AssertionError e) {
      refused.merge(what + ": " + e.getClass().getName(), 1, Integer::sum);
      return;
    }
    for (Set<String> unlike : List.of(ONCE_FOR_ALL, OF_ADMINISTRATION))
      if (unlike.contains(words[1]) || unlike.contains(what)) return;
    ++errors;
    ApiMessage ours = response.data().getClass().getConstructor().newInstance();
    ours.read(new ByteBufferAccessor(ByteBuffer.wrap(bytes(words[6]))), version);
    if (Arrays.equals(bytes(words[6]), written(response.data(), version))) return;
    if (inOrder(ours, version).equals(inOrder(response.data(), version))) return;  // Kafka's lists come out of a hash map
    count("error answer to " + what, ours.toString(), response.data().toString());
  }

  // As JSON whose lists are sorted.
  private static JsonNode inOrder(ApiMessage message, short version) throws Exception {
    Class<?> converter = Class.forName(message.getClass().getName() + "JsonConverter");
    return sorted((JsonNode) converter.getMethod("write", message.getClass(), short.class).invoke(null, message, version));
  }

  private static JsonNode sorted(JsonNode node) {
    if (node.isObject()) {
      var object = JSON.createObjectNode();
      for (var names = node.fieldNames(); names.hasNext();) {
        String name = names.next();
        object.set(name, sorted(node.get(name)));
      }
      return object;
    }
    if (!node.isArray()) return node;
    var elements = new ArrayList<JsonNode>();
    node.forEach(element -> elements.add(sorted(element)));
    elements.sort(Comparator.comparing(JsonNode::toString));
    return JSON.createArrayNode().addAll(elements);
  }

  private static byte[] written(ApiMessage message, short version) {
    ByteBuffer buffer = MessageUtil.toByteBufferAccessor(message, version).buffer();
    byte[] bytes = new byte[buffer.remaining()];
    buffer.get(bytes);
    return bytes;
  }

  private static void count(String what, String ours, String theirs) {
    if (different.merge(what, 1, Integer::sum) == 1) System.out.println(what + "\n  kproof " + ours + "\n  Kafka  " + theirs);
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }

  private static byte[] bytes(String hex) {
    return hex.equals("-") ? new byte[0] : HexFormat.of().parseHex(hex);
  }
}
