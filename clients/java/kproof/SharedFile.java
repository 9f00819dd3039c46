package kproof;

import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.ClosedByInterruptException;
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
   * temporary name and renamed, so that it is seen whole. A signal that interrupts this thread
   * meanwhile is not lost: the thread is interrupted when this returns.
   */
  static MappedByteBuffer make(String path, byte[] bytes, boolean mustBeNew, String what) {
    if (mustBeNew && Files.exists(Paths.get(path)))
      throw new AgentError(AgentError.DEFECT, what + " " + path + " exists already");
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return tryToMake(Paths.get(path), bytes);
        } catch (ClosedByInterruptException e) { // a channel closes when its thread is interrupted
          interrupted = Thread.interrupted();
        }
      }
    } catch (IOException e) {
      throw new AgentError(AgentError.DEFECT, what + " " + path + " can't be made: " + e, e);
    } finally {
      if (interrupted) Thread.currentThread().interrupt();
    }
  }

  private static MappedByteBuffer tryToMake(Path named, byte[] bytes) throws IOException {
    Path partial = Paths.get(named + ".partial");
    Files.write(partial, bytes);
    try (FileChannel file =
        FileChannel.open(partial, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      MappedByteBuffer page = file.map(FileChannel.MapMode.READ_WRITE, 0, bytes.length);
      Files.move(partial, named, StandardCopyOption.ATOMIC_MOVE);
      page.order(ByteOrder.LITTLE_ENDIAN);
      return page;
    }
  }
}
