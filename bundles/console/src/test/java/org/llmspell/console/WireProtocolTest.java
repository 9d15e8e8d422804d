package org.llmspell.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.ProtocolException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class WireProtocolTest {

  static LongStream seeds() {
    return new Random(Long.getLong("llmspell.seed", 20_261_129)).longs(50);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void framesComeBackAsTheyWere(long seed) throws IOException {
    var random = new Random(seed);
    List<Frame> frames = new ArrayList<>();
    var bytes = new ByteArrayOutputStream();
    for (int i = random.nextInt(20); i >= 0; i--) {
      byte[] payload = new byte[random.nextInt(100)];
      random.nextBytes(payload);
      frames.add(new Frame((byte) random.nextInt(256), payload));
      bytes.writeBytes(frames.getLast().toBytes());
    }

    var in = new ByteArrayInputStream(bytes.toByteArray());

    for (Frame frame : frames) {
      assertThat(Frame.read(in, 100)).usingRecursiveComparison().isEqualTo(frame);
    }
    assertThatThrownBy(() -> Frame.read(in, 100)).isInstanceOf(EOFException.class);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void requestsComeBackAsTheyWere(long seed) throws IOException {
    WireRequest request = randomRequest(new Random(seed));

    assertThat(WireRequest.parse(request.toBytes())).isEqualTo(request);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void everyCutRequestIsRefused(long seed) throws IOException {
    byte[] whole = randomRequest(new Random(seed)).toBytes();

    for (int length = 0; length < whole.length; length++) {
      byte[] cut = Arrays.copyOf(whole, length);
      assertThatThrownBy(() -> WireRequest.parse(cut)).isInstanceOf(ProtocolException.class);
    }
    assertThatThrownBy(() -> WireRequest.parse(Arrays.copyOf(whole, whole.length + 1)))
        .isInstanceOf(ProtocolException.class);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void garbageIsReadOrRefusedButNeverBreaksAnything(long seed) throws IOException {
    var random = new Random(seed);
    byte[] bytes = randomRequest(random).toBytes();
    for (int i = 0; i < 200; i++) {
      byte[] broken = bytes.clone();
      for (int j = random.nextInt(8); j >= 0; j--) {
        broken[6 + random.nextInt(broken.length - 6)] = (byte) random.nextInt(256);
      }

      Throwable problem = catchThrowable(() -> WireRequest.parse(broken));

      if (problem != null) {
        assertThat(problem).isInstanceOf(ProtocolException.class);
      }
    }
  }

  @Test
  void refusesAFrameOneByteOverTheLimit() throws IOException {
    byte[] bytes = new Frame(Frame.INPUT, new byte[11]).toBytes();

    assertThat(Frame.read(new ByteArrayInputStream(bytes), 11).payload()).hasSize(11);
    assertThatThrownBy(() -> Frame.read(new ByteArrayInputStream(bytes), 10))
        .isInstanceOf(ProtocolException.class)
        .hasMessage("a message of 11 bytes; at most 10 are accepted");
  }

  @Test
  void refusesANegativeLength() {
    byte[] bytes = {-1, -1, -1, -1, 1};

    assertThatThrownBy(() -> Frame.read(new ByteArrayInputStream(bytes), 10))
        .isInstanceOf(ProtocolException.class);
  }

  @Test
  void saysThatTheVersionsDiffer() throws IOException {
    byte[] bytes = randomRequest(new Random(1)).toBytes();
    ByteBuffer.wrap(bytes).putShort(4, (short) 9);

    assertThatThrownBy(() -> WireRequest.parse(bytes))
        .isInstanceOf(ProtocolException.class)
        .hasMessageContaining("this llmspell speaks 9")
        .hasMessageContaining("--standalone");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "relative", "/a\0b"})
  void refusesAFolderThatIsNone(String folder) throws IOException {
    byte[] bytes = new WireRequest(false, folder, List.of(), Map.of()).toBytes();

    assertThatThrownBy(() -> WireRequest.parse(bytes))
        .isInstanceOf(ProtocolException.class)
        .hasMessageContaining("no absolute path");
  }

  private static WireRequest randomRequest(Random random) {
    Map<String, String> environment = new HashMap<>();
    for (int i = random.nextInt(5); i > 0; i--) {
      environment.put(text(random), text(random));
    }
    List<String> arguments = new ArrayList<>();
    for (int i = random.nextInt(5); i > 0; i--) {
      arguments.add(text(random));
    }
    String folder = "/" + text(random).replace("\0", "");
    return new WireRequest(random.nextBoolean(), folder, arguments, environment);
  }

  private static String text(Random random) {
    return random
        .ints(random.nextInt(8), 0, 0x11000)
        .filter(point -> point < 0xD800 || point > 0xDFFF)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }
}
