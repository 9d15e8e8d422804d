package org.llmspell.state.store;

import java.util.Arrays;
import java.util.List;
import java.util.function.LongConsumer;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.error.SpellException;
import org.llmspell.core.state.StateClass;

/**
 * Turns records into the bytes of the backend and back. Safe to share between threads.
 *
 * <pre>
 * 1 byte   format version, 1
 * 1 byte   flags: 1 compressed, 2 encrypted, 4 expires, and the class from bit 3 on
 * 8 bytes  when it was written
 * 4 bytes  schema version
 * 8 bytes  when it expires, if it does
 * 4 bytes  how long the value is uncompressed, if it is compressed (LZ4 block)
 * 16 bytes number of the key and nonce, if it is encrypted (AES-256-GCM)
 *          the value: CBOR, then compressed, then encrypted
 * 4 bytes  CRC-32C of the backend key and all of the above
 * </pre>
 *
 * The backend key and the header are authenticated with an encrypted value, so that no record can
 * pass for another one.
 */
public final class RecordCodec {

  /** Values of more bytes than this are compressed unless a setting says otherwise. */
  public static final int DEFAULT_THRESHOLD = 1024;

  private static final int VERSION = 1;
  private static final int COMPRESSED = 1;
  private static final int ENCRYPTED = 2;
  private static final int EXPIRES = 4;
  private static final int CLASS_SHIFT = 3;
  private static final int FIXED = 14;
  private static final int CHECK = 4;

  /** By the number that {@link #code} gives; never change what is there. */
  private static final List<StateClass> CLASSES =
      List.of(
          StateClass.STANDARD,
          StateClass.SENSITIVE,
          StateClass.EPHEMERAL,
          StateClass.TRUSTED,
          StateClass.EXTERNAL);

  private final int threshold;
  private final int maxBytes;
  private final @Nullable KeyRing keys;
  private final @Nullable KeyRing encrypting;
  private final Lz4 lz4 = new Lz4();
  private volatile LongConsumer expiring = millis -> {};

  /**
   * What is known about a record without reading its value.
   *
   * @param modifiedMillis when it was written
   * @param schemaVersion the version of the shape of its value
   * @param stateClass what sort of data it is
   * @param expiresMillis from when on it is gone; {@link StateRecord#NEVER} for never
   * @param keyId the key that it is encrypted with; 0 when it is not
   */
  public record Header(
      long modifiedMillis,
      int schemaVersion,
      StateClass stateClass,
      long expiresMillis,
      int keyId) {

    /** Whether it is gone at a time. */
    public boolean isExpired(long nowMillis) {
      return nowMillis >= expiresMillis;
    }
  }

  /**
   * A codec.
   *
   * @param threshold values of more bytes are compressed; negative for never
   * @param maxBytes values of more bytes are refused
   * @param keys decrypt, and encrypt; null when nothing is encrypted
   */
  public RecordCodec(int threshold, int maxBytes, @Nullable KeyRing keys) {
    this(threshold, maxBytes, keys, true);
  }

  /**
   * A codec.
   *
   * @param threshold values of more bytes are compressed; negative for never
   * @param maxBytes values of more bytes are refused
   * @param keys decrypt; null when nothing is encrypted
   * @param encrypts whether new records are encrypted too
   */
  public RecordCodec(int threshold, int maxBytes, @Nullable KeyRing keys, boolean encrypts) {
    this.threshold = threshold < 0 ? Integer.MAX_VALUE : threshold;
    this.maxBytes = maxBytes;
    this.keys = keys;
    this.encrypting = encrypts ? keys : null;
  }

  /** Compresses as usual, allows 10,000,000 bytes, does not encrypt. */
  public static RecordCodec plain() {
    return new RecordCodec(DEFAULT_THRESHOLD, 10_000_000, null);
  }

  /** Whether new records are encrypted. */
  boolean isEncrypting() {
    return encrypting != null;
  }

  /** Tells from now on when each record that is encoded expires, if it does. Must be quick. */
  public void onExpiring(LongConsumer listener) {
    expiring = listener;
  }

  /**
   * The bytes of a record.
   *
   * @param key the backend key that it will be stored under
   * @throws SpellException of kind Validation when the value is not plain, contains itself or is
   *     nested too deeply; of kind ResourceLimit when it is too large
   */
  public byte[] encode(byte[] key, StateRecord record) {
    boolean expires = record.expiresMillis() != StateRecord.NEVER;
    if (expires) {
      expiring.accept(record.expiresMillis());
    }
    int start = FIXED + (expires ? 8 : 0);
    PlainWriter writer = write(record.value(), start);
    int size = writer.length() - start;
    boolean big = size > threshold;
    if (!big && encrypting == null) {
      byte[] bytes = Arrays.copyOf(writer.buffer(), writer.length() + CHECK);
      header(bytes, record, expires, 0);
      return seal(key, bytes);
    }
    byte[] packed = big ? lz4.compress(writer.buffer(), start, size) : null;
    boolean smaller = packed != null && packed.length < size;
    byte[] value =
        packed != null && smaller
            ? packed
            : Arrays.copyOfRange(writer.buffer(), start, writer.length());
    int valueStart = start + (smaller ? 4 : 0) + (encrypting == null ? 0 : KeyRing.PREFIX);
    byte[] bytes =
        new byte[valueStart + value.length + (encrypting == null ? 0 : KeyRing.TAG) + CHECK];
    header(
        bytes, record, expires, (smaller ? COMPRESSED : 0) | (encrypting == null ? 0 : ENCRYPTED));
    if (smaller) {
      Bytes.putInt(bytes, start, size);
    }
    if (encrypting == null) {
      System.arraycopy(value, 0, bytes, valueStart, value.length);
    } else {
      encrypting.encrypt(key, bytes, valueStart, value);
    }
    return seal(key, bytes);
  }

  private PlainWriter write(@Nullable Object value, int start) {
    var writer = new PlainWriter(start, maxBytes);
    try {
      writer.write(value);
      if (writer.length() - start <= maxBytes) {
        return writer;
      }
    } catch (PlainWriter.TooDeepException _) {
      throw PlainProblem.tooDeep(value);
    } catch (PlainWriter.TooLargeException _) {
      // Said below.
    }
    throw SpellException.resourceLimit(
        "State value size (max_state_size_bytes)",
        maxBytes,
        Math.max(writer.length() - start, maxBytes + 1L));
  }

  private static void header(byte[] bytes, StateRecord record, boolean expires, int flags) {
    bytes[0] = VERSION;
    bytes[1] = (byte) (flags | (expires ? EXPIRES : 0) | code(record.stateClass()) << CLASS_SHIFT);
    Bytes.putLong(bytes, 2, record.modifiedMillis());
    Bytes.putInt(bytes, 10, record.schemaVersion());
    if (expires) {
      Bytes.putLong(bytes, FIXED, record.expiresMillis());
    }
  }

  private static int code(StateClass stateClass) {
    return switch (stateClass) {
      case STANDARD -> 0;
      case SENSITIVE -> 1;
      case EPHEMERAL -> 2;
      case TRUSTED -> 3;
      case EXTERNAL -> 4;
    };
  }

  private static byte[] seal(byte[] key, byte[] bytes) {
    Bytes.putInt(bytes, bytes.length - CHECK, check(key, bytes));
    return bytes;
  }

  private static int check(byte[] key, byte[] bytes) {
    var crc = new CRC32C();
    crc.update(key, 0, key.length);
    crc.update(bytes, 0, bytes.length - CHECK);
    return (int) crc.getValue();
  }

  /**
   * What is known about a record without its value. Checks the whole record for damage, but does
   * not decrypt.
   *
   * @throws SpellException of kind Storage, operation {@code read}, when it is damaged; the message
   *     names the key
   */
  public Header header(byte[] key, byte[] bytes) {
    if (bytes.length < FIXED + CHECK) {
      throw damaged(key, "it is cut off after %d bytes".formatted(bytes.length));
    }
    if (check(key, bytes) != Bytes.getInt(bytes, bytes.length - CHECK)) {
      throw damaged(key, "its checksum does not match");
    }
    if (bytes[0] != VERSION) {
      throw damaged(
          key, "its format is %d, but this version reads format %d".formatted(bytes[0], VERSION));
    }
    int flags = bytes[1] & 0xFF;
    int start = valueStart(flags);
    if (bytes.length < start + CHECK || flags >> CLASS_SHIFT >= CLASSES.size()) {
      throw damaged(key, "its header makes no sense");
    }
    return new Header(
        Bytes.getLong(bytes, 2),
        Bytes.getInt(bytes, 10),
        CLASSES.get(flags >> CLASS_SHIFT),
        (flags & EXPIRES) == 0 ? StateRecord.NEVER : Bytes.getLong(bytes, FIXED),
        (flags & ENCRYPTED) == 0 ? 0 : Bytes.getInt(bytes, start - KeyRing.PREFIX));
  }

  /** Whether a record is gone at a time, without looking whether it is damaged. */
  public static boolean isExpired(byte[] bytes, long nowMillis) {
    return bytes.length > FIXED + 8
        && (bytes[1] & EXPIRES) != 0
        && nowMillis >= Bytes.getLong(bytes, FIXED);
  }

  private static int valueStart(int flags) {
    return FIXED
        + ((flags & EXPIRES) == 0 ? 0 : 8)
        + ((flags & COMPRESSED) == 0 ? 0 : 4)
        + ((flags & ENCRYPTED) == 0 ? 0 : KeyRing.PREFIX);
  }

  /**
   * The record of bytes; its value is a new one with every call.
   *
   * @throws SpellException of kind Storage, operation {@code read}, when it is damaged or its key
   *     is missing; the message names the backend key
   */
  public StateRecord decode(byte[] key, byte[] bytes) {
    Header header = header(key, bytes);
    return new StateRecord(
        value(key, bytes, header),
        header.modifiedMillis,
        header.schemaVersion,
        header.stateClass,
        header.expiresMillis);
  }

  /** The value of a record whose header was read already. */
  public @Nullable Object value(byte[] key, byte[] bytes, Header header) {
    int flags = bytes[1];
    int from = valueStart(flags);
    int to = bytes.length - CHECK;
    byte[] source = bytes;
    try {
      if ((flags & ENCRYPTED) != 0) {
        if (keys == null) {
          throw damaged(
              key, "it is encrypted, but encryption is off (runtime.state_persistence.encryption)");
        }
        source = keys.decrypt(key, bytes, from, to, header.keyId);
        to = source.length;
        from = 0;
      }
      if ((flags & COMPRESSED) != 0) {
        int at = FIXED + ((flags & EXPIRES) == 0 ? 0 : 8);
        source = lz4.decompress(source, from, to - from, Bytes.getInt(bytes, at));
        to = source.length;
        from = 0;
      }
      return new PlainReader(source, from, to).readAll();
    } catch (PlainReader.FormatException e) {
      throw SpellException.storage("read", message(key, String.valueOf(e.getMessage())), e);
    }
  }

  private static SpellException damaged(byte[] key, String why) {
    return SpellException.storage("read", message(key, why), null);
  }

  private static String message(byte[] key, String why) {
    return "The entry '%s' can not be read: %s. Restore a backup, or salvage the rest with 'state repair'"
        .formatted(Keys.text(key), why);
  }
}
