package org.llmspell.state.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.cbor.CBORFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.llmspell.core.error.ErrorKind;
import org.llmspell.core.error.SpellException;
import org.llmspell.core.state.StateClass;
import org.llmspell.core.state.StateScope;

class RecordCodecTest {
  private static final byte[] KEY = Keys.state(StateScope.parse("agent:a:b"), "k");
  private static final RecordCodec PLAIN = RecordCodec.plain();

  private static List<RecordCodec> codecs() {
    return List.of(
        PLAIN,
        new RecordCodec(16, 10_000_000, null),
        new RecordCodec(-1, 10_000_000, KeyRing.inMemory()),
        new RecordCodec(16, 10_000_000, KeyRing.inMemory()));
  }

  private static StateRecord record(SplittableRandom random) {
    return new StateRecord(
        PlainValues.any(random, 0),
        random.nextLong(),
        random.nextInt(Integer.MAX_VALUE),
        List.of(StateClass.values()).get(random.nextInt(5)),
        random.nextBoolean() ? StateRecord.NEVER : random.nextLong(1L << 50));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void givesBackWhateverWasWritten(long seed) {
    var random = new SplittableRandom(seed);
    List<RecordCodec> codecs = codecs();

    for (int i = 0; i < 300; i++) {
      StateRecord record = record(random);
      for (RecordCodec codec : codecs) {
        byte[] bytes = codec.encode(KEY, record);

        assertThat(codec.decode(KEY, bytes)).isEqualTo(record);
        assertThat(RecordCodec.isExpired(bytes, 1L << 50))
            .isEqualTo(record.expiresMillis() != StateRecord.NEVER);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {11, 12, 13})
  void noticesEveryCutAndEveryFlippedBit(long seed) {
    var random = new SplittableRandom(seed);

    for (RecordCodec codec : codecs()) {
      byte[] bytes = codec.encode(KEY, record(random));
      for (int length = 0; length < bytes.length; length += 1 + bytes.length / 200) {
        refuses(codec, Arrays.copyOf(bytes, length));
      }
      for (int bit = 0; bit < bytes.length * 8; bit += 1 + bytes.length / 50) {
        byte[] flipped = bytes.clone();
        flipped[bit / 8] ^= (byte) (1 << bit % 8);
        refuses(codec, flipped);
      }
    }
  }

  private static void refuses(RecordCodec codec, byte[] bytes) {
    assertThatThrownBy(() -> codec.decode(KEY, bytes))
        .isInstanceOf(SpellException.class)
        .hasMessageContaining("'state:agent:a%3Ab:k'");
  }

  @Test
  void noticesARecordUnderAnotherKey() {
    byte[] bytes = PLAIN.encode(KEY, StateRecord.of("mine", 1));

    assertThatThrownBy(() -> PLAIN.decode(Keys.state(StateScope.GLOBAL, "k"), bytes))
        .hasMessageContaining("checksum");
  }

  @Test
  void hidesValuesAndKnowsTheKeyThatItNeeds() {
    var keys = KeyRing.inMemory();
    var codec = new RecordCodec(-1, 1_000, keys);

    byte[] old = codec.encode(KEY, StateRecord.of("hunter2hunter2", 1));
    keys.rotate();
    byte[] fresh = codec.encode(KEY, StateRecord.of("hunter2hunter2", 1));

    assertThat(new String(old, UTF_8)).doesNotContain("hunter2");
    assertThat(codec.header(KEY, old).keyId()).isEqualTo(1);
    assertThat(codec.header(KEY, fresh).keyId()).isEqualTo(2);
    assertThat(codec.decode(KEY, old).value()).isEqualTo("hunter2hunter2");
    assertThatThrownBy(() -> PLAIN.decode(KEY, old)).hasMessageContaining("encryption is off");
    assertThatThrownBy(() -> new RecordCodec(-1, 1_000, KeyRing.inMemory()).decode(KEY, old))
        .hasMessageContaining("encrypted with another key");
  }

  @Test
  void compressesWhatIsOverTheThresholdAndGetsSmaller() {
    String repeated = "spell ".repeat(1_000);

    assertThat(PLAIN.encode(KEY, StateRecord.of(repeated, 1))).hasSizeLessThan(200);
    assertThat(PLAIN.encode(KEY, StateRecord.of("x".repeat(500), 1))).hasSizeGreaterThan(500);
  }

  @Test
  void namesTheWayThatLeadsInACircle() {
    Map<String, Object> inner = new HashMap<>();
    Map<String, Object> outer = new HashMap<>(Map.of("list", List.of(1L, inner)));
    inner.put("back", outer);

    var failure =
        catchThrowableOfType(
            SpellException.class, () -> PLAIN.encode(KEY, StateRecord.of(outer, 1)));

    assertThat(failure).hasMessage("Circular reference detected at path: value.list[1].back");
    assertThat(failure.kind()).isInstanceOf(ErrorKind.Validation.class);
  }

  @Test
  void takesTheSameTableTwiceAndTablesWithTheSameKeys() {
    Map<String, Object> leaf = Map.of("left", 1L, "right", 2L);
    Map<String, Object> tree = Map.of("left", leaf, "right", leaf);

    byte[] bytes = PLAIN.encode(KEY, StateRecord.of(tree, 1));

    assertThat(PLAIN.decode(KEY, bytes).value()).isEqualTo(tree);
  }

  @Test
  void refusesWhatIsTooDeepOrTooLargeOrNotPlain() {
    List<Object> deep = new ArrayList<>();
    List<Object> at = deep;
    for (int i = 0; i < PlainWriter.MAX_DEPTH; i++) {
      List<Object> next = new ArrayList<>();
      at.add(next);
      at = next;
    }
    var small = new RecordCodec(-1, 100, null);

    assertThatThrownBy(() -> PLAIN.encode(KEY, StateRecord.of(deep, 1)))
        .hasMessageContaining("nested deeper than 200 levels");
    assertThatThrownBy(() -> small.encode(KEY, StateRecord.of("x".repeat(99), 1)))
        .hasMessageContaining("max_state_size_bytes");
    assertThat(small.encode(KEY, StateRecord.of("x".repeat(98), 1))).isNotEmpty();
    assertThatThrownBy(() -> PLAIN.encode(KEY, StateRecord.of(new Object(), 1)))
        .hasMessageContaining("such as a function");
    assertThatThrownBy(() -> PLAIN.encode(KEY, StateRecord.of(Map.of(1L, 2L), 1)))
        .hasMessageContaining("text keys only");
  }

  @Test
  void endsForAValueWithVeryManyWaysThroughIt() {
    List<Object> wide = List.of();
    for (int i = 0; i < 60; i++) {
      wide = List.of(wide, wide);
    }
    List<Object> value = wide;

    assertThatThrownBy(() -> PLAIN.encode(KEY, StateRecord.of(value, 1)))
        .hasMessageContaining("max_state_size_bytes");
  }

  @Test
  void agreesWithAnotherImplementationOfCbor() throws Exception {
    var mapper = new ObjectMapper(new CBORFactory());
    var random = new SplittableRandom(7);

    for (int i = 0; i < 200; i++) {
      Object value = PlainValues.any(random, 0);
      var writer = new PlainWriter(0, 1 << 24);
      writer.write(value);
      byte[] ours = Arrays.copyOf(writer.buffer(), writer.length());
      byte[] theirs = mapper.writeValueAsBytes(mapper.readValue(ours, Object.class));

      assertThat(mapper.readTree(ours)).isEqualTo(mapper.readTree(theirs));
      assertThat(new PlainReader(ours, 0, ours.length).readAll()).isEqualTo(value);
    }
  }
}
