package org.llmspell.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.llmspell.core.command.CommandRequest;
import org.llmspell.core.error.SpellException;

@Tag("integration")
@Timeout(30)
class DaemonTest {

  private final TestConsole console = new TestConsole();
  private final CountDownLatch started = new CountDownLatch(1);
  private final CountDownLatch interrupted = new CountDownLatch(1);
  private final ByteArrayOutputStream serverLog = new ByteArrayOutputStream();
  @TempDir Path home;
  private Thread server = new Thread();

  @BeforeEach
  void serve() throws Exception {
    console.add(
        "echo",
        call -> {
          call.request().input().transferTo(call.request().output());
          return 0;
        });
    console.add(
        "big",
        call -> {
          byte[] line = new byte[1 << 20];
          Arrays.fill(line, (byte) 'x');
          for (int i = 0; i < 20; i++) {
            call.request().output().write(line, 0, line.length);
          }
          return 0;
        });
    console.add(
        "wait",
        call -> {
          started.countDown();
          try {
            new CountDownLatch(1).await();
          } catch (InterruptedException e) {
            interrupted.countDown();
            throw e;
          }
          return 0;
        });
    console.add(
        "tell",
        call -> {
          call.request()
              .output()
              .println(
                  call.request().workingDirectory()
                      + " "
                      + call.request().environment().get("SPELL"));
          call.request().errors().println("told");
          return 7;
        });
    server = startServer();
  }

  private Thread startServer() throws Exception {
    var ready = new CountDownLatch(1);
    var command =
        new ServeCommand(home, console.dispatcher(), console.container, null, null, text -> text);
    var runner = TestConsole.of(command).dispatcher();
    var log =
        new PrintStream(serverLog, true, StandardCharsets.UTF_8) {
          @Override
          public void println(String line) {
            super.println(line);
            ready.countDown();
          }
        };
    Thread thread =
        new Thread(() -> runner.run(request(InputStream.nullInputStream(), log, log, "serve")));
    thread.start();
    assertThat(ready.await(10, TimeUnit.SECONDS)).isTrue();
    return thread;
  }

  @AfterEach
  void stop() throws InterruptedException {
    server.interrupt();
    server.join(10_000);
    assertThat(server.isAlive()).isFalse();
  }

  @Test
  void runsACommandWhereItWasGiven() throws Exception {
    var run = run("", "tell");

    assertThat(run).isEqualTo(new TestConsole.Run(7, home.toAbsolutePath() + " lumos\n", "told\n"));
  }

  @Test
  void isReadyWithOneLineAndEndsWithOne() throws Exception {
    stop();

    assertThat(serverLog.toString(StandardCharsets.UTF_8))
        .isEqualTo(
            "Serving. Data folder %s, socket %s%nStopped.%n"
                .formatted(home, home.resolve("daemon.sock")));
    assertThat(home.resolve("daemon.sock")).doesNotExist();
    assertThat(tryRun("tell")).isEmpty();
  }

  @Test
  void passesStandardInputOnDemand() throws Exception {
    String text = "spell\n".repeat(100_000);

    assertThat(run(text, "echo").output()).isEqualTo(text);
  }

  @Test
  void passesBigOutputs() throws Exception {
    assertThat(run("", "big").output()).hasSize(20 << 20);
  }

  @Test
  void servesManyAtOnce() throws Exception {
    try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Callable<String>> work =
          IntStream.range(0, 50)
              .<Callable<String>>mapToObj(i -> () -> run("input " + i, "echo").output())
              .toList();

      List<Future<String>> done = executor.invokeAll(work);

      for (int i = 0; i < done.size(); i++) {
        assertThat(done.get(i).get()).isEqualTo("input " + i);
      }
    }
  }

  @Test
  void cancelsWhenTheClientIsInterrupted() throws Exception {
    var client = new FutureTask<>(() -> run("", "wait"));
    Thread thread = new Thread(client);
    thread.start();
    started.await();

    thread.interrupt();

    assertThat(client.get()).isEqualTo(new TestConsole.Run(1, "", "Error: Cancelled\n"));
    assertThat(interrupted.await(5, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void saysThatItIsCancelledHoweverOftenTheClientIsInterrupted() throws Exception {
    var client = new FutureTask<>(() -> run("", "wait"));
    Thread thread = new Thread(client);
    thread.start();
    started.await();

    while (!client.isDone()) {
      thread.interrupt();
    }

    assertThat(client.get().code()).isEqualTo(1);
    assertThat(client.get().errors()).startsWith("Error: Cancelled");
    assertThat(interrupted.await(5, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void cancelsWhenTheClientIsGone() throws Exception {
    try (SocketChannel channel = connect()) {
      send(channel, requestFrame("wait"));
      started.await();
    }

    assertThat(interrupted.await(5, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void letsAClientThatDoesNotReadBlockOnlyItself() throws Exception {
    try (SocketChannel deaf = connect()) {
      send(deaf, requestFrame("big"));

      assertThat(run("a", "echo").output()).isEqualTo("a");
    }
  }

  @Test
  void endsAClientsCommandWhenTheServerStops() throws Exception {
    var client = new FutureTask<>(() -> run("", "wait"));
    new Thread(client).start();
    started.await();

    stop();

    assertThat(client.get().code()).isEqualTo(1);
    assertThat(interrupted.getCount()).isZero();
  }

  @Test
  void refusesWhatIsNoRequest() throws Exception {
    assertThat(answer("GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.UTF_8)))
        .contains("refused", "at most");
    assertThat(answer(new Frame(Frame.INPUT, new byte[1]).toBytes())).contains("no request");
    assertThat(answer(new Frame(Frame.REQUEST, new byte[9]).toBytes())).contains("malformed");
    assertThat(answer(new byte[] {0x7F, 0, 0, 0, 1})).contains("at most " + Frame.MAX_PAYLOAD);

    assertThat(run("still here", "echo").output()).isEqualTo("still here");
  }

  @Test
  void refusesMessagesThatMakeNoSenseDuringACommand() throws Exception {
    try (SocketChannel channel = connect()) {
      send(channel, requestFrame("wait"));
      started.await();
      send(channel, new Frame(Frame.INPUT, new byte[1]));

      assertThat(refusal(channel)).contains("nobody has asked for");
    }
    assertThat(interrupted.await(5, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void isForItsOwnerOnly() throws IOException {
    assertThat(
            PosixFilePermissions.toString(
                Files.getPosixFilePermissions(home.resolve("daemon.sock"))))
        .isEqualTo("rw-------");
    assertThat(home.resolve(".daemon")).doesNotExist();
  }

  @Test
  void refusesAFolderThatEveryoneCanWriteTo() throws IOException {
    Path open = Files.createDirectory(home.resolve("open"));
    Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxrwxrwx"));

    assertThatThrownBy(() -> DaemonSocket.open(open))
        .isInstanceOf(SpellException.class)
        .hasMessageContaining("Everyone can write");
  }

  @Test
  void refusesASecondServer() throws Exception {
    var second =
        TestConsole.of(
                new ServeCommand(
                    home, console.dispatcher(), console.container, null, null, text -> text))
            .run("serve");

    assertThat(second)
        .isEqualTo(new TestConsole.Run(1, "", "Error: A container already serves " + home + "\n"));
    assertThat(run("", "serve", "--debug").errors())
        .isEqualTo("Error: A container already serves " + home + "\n");
    assertThat(run("a", "echo").output()).isEqualTo("a");
  }

  @Test
  void leavesStandaloneCommandsToTheCaller() throws Exception {
    assertThat(tryRun("tell", "--standalone")).isEmpty();
    assertThat(tryRun("nix", "--", "--standalone")).hasValue(2);
  }

  @Test
  void takesOverWhatADeadContainerLeft() throws Exception {
    stop();
    try (var dead = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      dead.bind(UnixDomainSocketAddress.of(home.resolve("daemon.sock")));
    }
    assertThat(home.resolve("daemon.sock")).exists();
    assertThat(tryRun("tell")).isEmpty();

    server = startServer();

    assertThat(run("a", "echo").output()).isEqualTo("a");
  }

  @Test
  void findsAShortPathForALongFolder() throws Exception {
    Path deep = home.resolve("a".repeat(90)).resolve("b".repeat(90));
    Path socket = DaemonAddress.of(deep).socket();

    assertThat(socket.toString().length()).isLessThan(100);
    Files.createDirectories(deep);
    assertThat(DaemonAddress.of(deep).socket()).isEqualTo(socket);
    assertThat(DaemonAddress.of(deep.resolveSibling("c")).socket()).isNotEqualTo(socket);
    try (var open = DaemonSocket.open(deep)) {
      assertThat(open.path()).isEqualTo(socket).exists();
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(socket.getParent())))
          .isEqualTo("rwx------");
    }
    Files.delete(socket.resolveSibling("daemon.lock"));
    Files.delete(socket.getParent());
  }

  private TestConsole.Run run(String input, String... words) {
    var output = new ByteArrayOutputStream();
    var errors = new ByteArrayOutputStream();
    var in = new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8));
    OptionalInt code =
        new DaemonClient()
            .tryRun(
                home,
                request(
                    in,
                    new PrintStream(output, false, StandardCharsets.UTF_8),
                    new PrintStream(errors, false, StandardCharsets.UTF_8),
                    words));
    return new TestConsole.Run(
        code.orElseThrow(),
        output.toString(StandardCharsets.UTF_8),
        errors.toString(StandardCharsets.UTF_8));
  }

  private OptionalInt tryRun(String... words) {
    var nowhere = new PrintStream(new ByteArrayOutputStream(), false, StandardCharsets.UTF_8);
    return new DaemonClient()
        .tryRun(home, request(InputStream.nullInputStream(), nowhere, nowhere, words));
  }

  private CommandRequest request(
      InputStream in, PrintStream output, PrintStream errors, String... words) {
    return new CommandRequest(
        List.of(words), home, Map.of("SPELL", "lumos"), in, output, errors, false);
  }

  private SocketChannel connect() throws IOException {
    SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
    channel.connect(UnixDomainSocketAddress.of(home.resolve("daemon.sock")));
    return channel;
  }

  private Frame requestFrame(String word) throws IOException {
    return new Frame(Frame.REQUEST, new WireRequest(false, "/", List.of(word), Map.of()).toBytes());
  }

  private static void send(SocketChannel channel, Frame frame) throws IOException {
    Channels.newOutputStream(channel).write(frame.toBytes());
  }

  private String answer(byte[] bytes) throws IOException {
    try (SocketChannel channel = connect()) {
      Channels.newOutputStream(channel).write(bytes);
      return refusal(channel);
    }
  }

  private static String refusal(SocketChannel channel) throws IOException {
    Frame frame = Frame.read(Channels.newInputStream(channel), Frame.MAX_PAYLOAD);
    assertThat(frame.type()).isEqualTo(Frame.REFUSED);
    return new String(frame.payload(), StandardCharsets.UTF_8);
  }
}
