package kproof;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Bytes of a spool that grow: varints (LEB128), signed ones zigzag, texts with their length. */
final class SpoolBytes {
  byte[] bytes = new byte[256];
  int size = 0;

  private void room(int more) {
    if (size + more > bytes.length)
      bytes = Arrays.copyOf(bytes, Math.max(size + more, 2 * bytes.length));
  }

  SpoolBytes raw(byte[] from, int count) {
    room(count);
    System.arraycopy(from, 0, bytes, size, count);
    size += count;
    return this;
  }

  SpoolBytes u8(int number) {
    room(1);
    bytes[size++] = (byte) number;
    return this;
  }

  SpoolBytes u32(int number) {
    room(4);
    size = put(size, number, 4);
    return this;
  }

  SpoolBytes i64(long number) {
    room(8);
    size = put(size, number, 8);
    return this;
  }

  /** Writes over what stands at {@code at}; where that ends. */
  int put(int at, long number, int width) {
    for (int i = 0; i < width; ++i) bytes[at + i] = (byte) (number >>> (8 * i));
    return at + width;
  }

  SpoolBytes number(long number) {
    room(10);
    while ((number & ~0x7fL) != 0) {
      bytes[size++] = (byte) (number | 0x80);
      number >>>= 7;
    }
    bytes[size++] = (byte) number;
    return this;
  }

  SpoolBytes signed(long number) {
    return number((number << 1) ^ (number >> 63));
  }

  SpoolBytes maybe(Long number) {
    return number == null ? number(0) : number(1).signed(number);
  }

  SpoolBytes text(String text) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    return number(utf8.length).raw(utf8, utf8.length);
  }
}
