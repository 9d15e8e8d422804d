package org.llmspell.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.llmspell.core.command.CommandRequest;
import org.llmspell.core.command.CommandRunner;
import org.llmspell.core.config.Settings;

/** The socket against programs that flood it, hold it, or speak nonsense. */
@Tag("integration")
@Tag("security")
@Timeout(120)
class DaemonAttackTest {

  /** How many attempts; {@code -Dllmspell.fuzz=100000} for a long run. */
  private static final int ATTEMPTS = Integer.getInteger("llmspell.fuzz", 500);

  /** Each build tries the same; {@code -Dllmspell.seed=N} tries others. */
  private static final long SEED = Long.getLong("llmspell.seed", 20_261_129);

  private final Queue<Throwable> crashes = new ConcurrentLinkedQueue<>();
  private final Semaphore started = new Semaphore(0);
  private final CountDownLatch go = new CountDownLatch(1);
  @TempDir Path home;
  private Thread server = new Thread();

  private void serve(DaemonLimits limits) throws InterruptedException {
    var console = new TestConsole();
    console.add(
        "echo",
        call -> {
          call.request().input().transferTo(call.request().output());
          return 0;
        });
    console.add(
        "wait",
        _ -> {
          started.release();
          go.await();
          return 0;
        });
    CommandRunner watched =
        request -> {
          try {
            return console.dispatcher().run(request);
          } catch (RuntimeException | Error e) {
            crashes.add(e);
            throw e;
          }
        };
    var ready = new CountDownLatch(1);
    var log =
        new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8) {
          @Override
          public void println(String line) {
            ready.countDown();
          }
        };
    var command =
        new ServeCommand(home, watched, new TestConsole.Applied(), null, null, text -> text);
    TestConsole serving = TestConsole.of(command);
    serving.settings = (file, in, variables) -> settings(limits);
    var runner = serving.dispatcher();
    server =
        new Thread(() ->
            runner.run(
                new CommandRequest(
                    List.of("serve"),
                    home,
                    Map.of(),
                    InputStream.nullInputStream(),
                    log,
                    log,
                    false)));
    server.start();
    assertThat(ready.await(10, TimeUnit.SECONDS)).isTrue();
  }

  private static Settings settings(DaemonLimits limits) {
    return new Settings(
        Map.of(
            "runtime",
            Map.of(
                "daemon",
                Map.of(
                    "max_commands", limits.connections(),
                    "max_connections_per_second", limits.perSecond(),
                    "request_timeout_ms", limits.silence().toMillis()))));
  }

  @AfterEach
  void stop() throws InterruptedException {
    go.countDown();
    server.interrupt();
    server.join(10_000);
    assertThat(server.isAlive()).isFalse();
  }

  private SocketChannel connect() throws IOException {
    SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
    channel.connect(UnixDomainSocketAddress.of(home.resolve("daemon.sock")));
    return channel;
  }

  private static byte[] request(String... words) throws IOException {
    byte[] payload = new WireRequest(false, "/", List.of(words), Map.of("A", "b")).toBytes();
    return new Frame(Frame.REQUEST, payload).toBytes();
  }

  private SocketChannel waiting() throws Exception {
    SocketChannel channel = connect();
    Channels.newOutputStream(channel).write(request("wait"));
    started.acquire();
    return channel;
  }

  private String run(String text) {
    var output = new ByteArrayOutputStream();
    var stream = new PrintStream(output, true, StandardCharsets.UTF_8);
    var in = new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    OptionalInt code =
        new DaemonClient()
            .tryRun(
                home,
                new CommandRequest(List.of("echo"), home, Map.of(), in, stream, stream, false));
    return code.orElse(-1) + " " + output.toString(StandardCharsets.UTF_8);
  }

  @Test
  void refusesTheCommandThatIsOneTooMany() throws Exception {
    serve(new DaemonLimits(2, 1000, Duration.ofSeconds(10)));
    try (var _ = waiting();
        var _ = waiting()) {

      assertThat(run("third")).contains("2 commands run already", "try again");
    }
    go.countDown();
    String answer = run("later");
    while (answer.contains("2 commands run already")) { // until the others are taken off
      answer = run("later");
    }

    assertThat(answer).isEqualTo("0 later");
  }

  @Test
  void closesAConnectionThatSaysNothing() throws Exception {
    serve(new DaemonLimits(3, 1000, Duration.ofMillis(200)));
    try (SocketChannel silent = connect();
        SocketChannel slow = connect();
        SocketChannel working = waiting()) {
      Channels.newOutputStream(slow).write(Arrays.copyOf(request("echo"), 7));

      assertThat(answer(silent)).isEmpty();
      assertThat(answer(slow)).isEmpty();
      go.countDown();
      assertThat(answer(working)).as("a command that takes its time is not silent").isNotEmpty();
    }
  }

  private static byte[] answer(SocketChannel channel) throws IOException {
    try {
      return Channels.newInputStream(channel).readAllBytes();
    } catch (java.net.SocketException e) {
      return new byte[0]; // closed before all was read
    }
  }

  @Test
  void lastsThroughNonsense() throws Exception {
    serve(DaemonLimits.STANDARD);
    var random = new Random(SEED);
    for (int i = 0; i < ATTEMPTS; i++) {
      try (SocketChannel channel = connect()) {
        send(channel, nonsense(random));
        byte[] answer = answer(channel);
        assertThat(answer.length == 0 || isFrames(answer))
            .as("seed %d, attempt %d", SEED, i)
            .isTrue();
      }
      assertThat(crashes).as("seed %d, attempt %d", SEED, i).isEmpty();
    }

    assertThat(run("still here")).isEqualTo("0 still here");
  }

  /** The server may have hung up before all was sent. */
  private static void send(SocketChannel channel, byte[] bytes) throws IOException {
    try {
      Channels.newOutputStream(channel).write(bytes);
      channel.shutdownOutput();
    } catch (IOException e) {
      assertThat(e).hasMessageContaining("ipe"); // a broken pipe
    }
  }

  private static boolean isFrames(byte[] bytes) throws IOException {
    var in = new ByteArrayInputStream(bytes);
    while (in.available() > 0) {
      byte type = Frame.read(in, Frame.MAX_PAYLOAD).type();
      assertThat(type).isBetween(Frame.OUTPUT, Frame.REFUSED);
    }
    return true;
  }

  private static byte[] nonsense(Random random) throws IOException {
    byte[] bytes =
        switch (random.nextInt(6)) {
          case 0 -> noise(random, random.nextInt(200));
          case 1 -> request("echo");
          case 2 -> request("nothing", "--like", "\0this", "\uD800");
          case 3 -> request(new String(noise(random, 50), StandardCharsets.ISO_8859_1));
          case 4 -> new Frame((byte) random.nextInt(256), noise(random, 60)).toBytes();
          default -> new byte[] {(byte) random.nextInt(256), 0, (byte) random.nextInt(256), 0, 1};
        };
    for (int i = random.nextInt(4); i > 0 && bytes.length > 0; i--) {
      bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
    }
    if (random.nextInt(4) == 0) {
      bytes = Arrays.copyOf(bytes, random.nextInt(bytes.length + 1));
    }
    if (random.nextInt(4) == 0) {
      byte[] more = new Frame((byte) random.nextInt(6), noise(random, 40)).toBytes();
      byte[] both = Arrays.copyOf(bytes, bytes.length + more.length);
      System.arraycopy(more, 0, both, bytes.length, more.length);
      bytes = both;
    }
    return bytes;
  }

  private static byte[] noise(Random random, int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }

  @Test
  void takesNoMoreInASecondThanItMay() throws InterruptedException {
    var rate = new AcceptRate(200);
    long start = System.nanoTime();

    for (int i = 0; i < 240; i++) {
      rate.take();
    }

    assertThat(Duration.ofNanos(System.nanoTime() - start))
        .isBetween(Duration.ofMillis(190), Duration.ofSeconds(20));
  }
}
