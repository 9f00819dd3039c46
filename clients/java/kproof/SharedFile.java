package kproof;

import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.nio.file.StandardCopyOption;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;

/** Files of which a page is shared memory: what was stored survives the death of the process. */
final class SharedFile {
  private SharedFile() {}

  /**
   * A file of these bytes, written out (a store to a hole of a full disk is SIGBUS) under a
   * temporary name and renamed, so that it is seen whole.
   */
  static MappedByteBuffer make(String path, byte[] bytes, boolean mustBeNew, String what) {
    Path named = Paths.get(path);
    Path partial = Paths.get(path + ".partial");
    if (mustBeNew && Files.exists(named))
      throw new AgentError(AgentError.DEFECT, what + " " + path + " exists already");
    try {
      Files.write(partial, bytes);
      MappedByteBuffer page;
      try (FileChannel file =
          FileChannel.open(partial, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
        page = file.map(FileChannel.MapMode.READ_WRITE, 0, bytes.length);
      }
      Files.move(partial, named, StandardCopyOption.ATOMIC_MOVE);
      page.order(ByteOrder.LITTLE_ENDIAN);
      return page;
    } catch (IOException e) {
      throw new AgentError(AgentError.DEFECT, what + " " + path + " can't be made: " + e, e);
    }
  }
}
