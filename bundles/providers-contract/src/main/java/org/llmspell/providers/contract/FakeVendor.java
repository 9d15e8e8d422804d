package org.llmspell.providers.contract;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A server on this machine that answers as it is told, one behaviour after the other. */
public final class FakeVendor implements AutoCloseable {

  /** A request that came. */
  public record Received(String path, Map<String, List<String>> headers, String body) {

    /** The first value of a header; empty when it is missing. */
    public String header(String name) {
      return headers.entrySet().stream()
          .filter(entry -> entry.getKey().equalsIgnoreCase(name))
          .map(entry -> entry.getValue().getFirst())
          .findFirst()
          .orElse("");
    }
  }

  /** What is done with a request. */
  @FunctionalInterface
  public interface Behaviour {
    /** Answers. */
    void answer(HttpExchange exchange) throws IOException, InterruptedException;
  }

  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final BlockingQueue<Behaviour> behaviours = new LinkedBlockingQueue<>();
  private final List<Received> received = new CopyOnWriteArrayList<>();
  private final Set<Integer> connections = ConcurrentHashMap.newKeySet();
  private final CountDownLatch closedByClient = new CountDownLatch(1);
  private volatile @Nullable Behaviour always;

  /** Starts the server. */
  public FakeVendor() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  /** Where it is, without a slash at the end. */
  public String url() {
    return "http://%s:%d"
        .formatted(server.getAddress().getHostString(), server.getAddress().getPort());
  }

  private void handle(HttpExchange exchange) throws IOException {
    connections.add(exchange.getRemoteAddress().getPort());
    received.add(
        new Received(
            exchange.getRequestURI().toString(),
            Map.copyOf(exchange.getRequestHeaders()),
            new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)));
    Behaviour behaviour = behaviours.poll();
    if (behaviour == null) {
      behaviour = always;
    }
    try {
      if (behaviour == null) {
        reply(exchange, 500, "application/json", "{\"error\":\"the test expected no request\"}");
      } else {
        behaviour.answer(exchange);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      exchange.close();
    }
  }

  private static void reply(HttpExchange exchange, int status, String type, String body)
      throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", type);
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  /** Answers the next request with JSON. */
  public FakeVendor answers(String json) {
    return fails(200, json, Map.of());
  }

  /** Answers every request without a behaviour of its own with JSON. */
  public FakeVendor alwaysAnswers(String json) {
    always = exchange -> reply(exchange, 200, "application/json", json);
    return this;
  }

  /** Answers the next request with a status. */
  public FakeVendor fails(int status, String body, Map<String, String> headers) {
    behaviours.add(exchange -> {
      headers.forEach(exchange.getResponseHeaders()::set);
      reply(exchange, status, "application/json", body);
    });
    return this;
  }

  /** Answers the next request in pieces. */
  public FakeVendor streams(String type, List<String> pieces) {
    return streams(type, pieces, new CountDownLatch(0));
  }

  /** The same; after the first piece it waits for the latch. */
  public FakeVendor streams(String type, List<String> pieces, CountDownLatch go) {
    behaviours.add(exchange -> {
      OutputStream out = begin(exchange, type);
      for (String piece : pieces) {
        write(out, piece);
        go.await();
      }
      out.close();
    });
    return this;
  }

  /** Sends pieces and then cuts the connection. */
  public FakeVendor cutsOff(String type, List<String> pieces) {
    behaviours.add(exchange -> {
      OutputStream out = begin(exchange, type);
      for (String piece : pieces) {
        write(out, piece);
      }
      exchange.close();
    });
    return this;
  }

  /** Sends a first piece and then the same again and again until the client goes away. */
  public FakeVendor goesOn(String type, String first, String again) {
    behaviours.add(exchange -> {
      try {
        OutputStream out = begin(exchange, type);
        write(out, first);
        while (true) {
          write(out, again);
          TimeUnit.MILLISECONDS.sleep(5);
        }
      } catch (IOException e) {
        closedByClient.countDown();
        throw e;
      }
    });
    return this;
  }

  /** Answers nothing; ends when the server is closed. */
  public FakeVendor isSilent(CountDownLatch arrived) {
    behaviours.add(_ -> {
      arrived.countDown();
      new CountDownLatch(1).await();
    });
    return this;
  }

  private static OutputStream begin(HttpExchange exchange, String type) throws IOException {
    exchange.getResponseHeaders().set("Content-Type", type);
    exchange.sendResponseHeaders(200, 0);
    return exchange.getResponseBody();
  }

  private static void write(OutputStream out, String piece) throws IOException {
    out.write(piece.getBytes(StandardCharsets.UTF_8));
    out.flush();
  }

  /** The requests that came, oldest first. */
  public List<Received> received() {
    return List.copyOf(received);
  }

  /** The request that came last. */
  public Received last() {
    return received.getLast();
  }

  /** How many connections were made. */
  public int connections() {
    return connections.size();
  }

  /** Waits until a client has gone away in the middle of {@link #goesOn}. */
  public boolean awaitClosedByClient() throws InterruptedException {
    return closedByClient.await(30, TimeUnit.SECONDS);
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
