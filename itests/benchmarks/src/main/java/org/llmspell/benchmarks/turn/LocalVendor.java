package org.llmspell.benchmarks.turn;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Pattern;

/**
 * A server of this process that answers as the chat completions of OpenAI do: it wants the tool
 * {@code adder} called, and says the sum once it was. Asked for a stream it says the sum at once,
 * in pieces.
 */
final class LocalVendor implements AutoCloseable {
  private static final String USAGE =
      "\"usage\":{\"prompt_tokens\":20,\"completion_tokens\":9,\"total_tokens\":29}";
  private static final String HEAD =
      "{\"id\":\"c1\",\"object\":\"chat.completion\",\"created\":1,\"model\":\"adding\",\"choices\":[{\"index\":0,";
  private static final Pattern STREAM = Pattern.compile("\"stream\"\\s*:\\s*true");
  static final String CALL =
      HEAD
          + "\"message\":{\"role\":\"assistant\",\"content\":null,\"tool_calls\":[{\"id\":\"call_1\",\"type\":\"function\","
          + "\"function\":{\"name\":\"adder\",\"arguments\":\"{\\\"a\\\":20,\\\"b\\\":22}\"}}]},"
          + "\"finish_reason\":\"tool_calls\"}],"
          + USAGE
          + "}";
  static final String ANSWER =
      HEAD
          + "\"message\":{\"role\":\"assistant\",\"content\":\"The sum is 42.\"},\"finish_reason\":\"stop\"}],"
          + USAGE
          + "}";

  private static final String FIRST =
      piece("{\"role\":\"assistant\",\"content\":\"The sum\"}", "null");
  private static final String REST =
      piece("{\"content\":\" is 42.\"}", "null") + piece("{}", "\"stop\"") + "data: [DONE]\n\n";

  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  private volatile long sent;

  private LocalVendor(HttpServer server) {
    this.server = server;
  }

  static LocalVendor start() throws IOException {
    var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    var vendor = new LocalVendor(HttpServer.create(address, 0));
    vendor.server.createContext("/v1/chat/completions", vendor::answer);
    vendor.server.setExecutor(vendor.threads);
    vendor.server.start();
    return vendor;
  }

  private static String piece(String delta, String reason) {
    return "data: {\"id\":\"c1\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"adding\","
        + "\"choices\":[{\"index\":0,\"delta\":%s,\"finish_reason\":%s}]}\n\n"
            .formatted(delta, reason);
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String request = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      if (STREAM.matcher(request).find()) {
        stream(exchange);
        return;
      }
      boolean called = request.contains("\"tool_call_id\"");
      byte[] answer = (called ? ANSWER : CALL).getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", "application/json");
      exchange.sendResponseHeaders(200, answer.length);
      exchange.getResponseBody().write(answer);
    }
  }

  private void stream(HttpExchange exchange) throws IOException {
    exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
    exchange.sendResponseHeaders(200, 0);
    OutputStream body = exchange.getResponseBody();
    sent = System.nanoTime();
    body.write(FIRST.getBytes(StandardCharsets.UTF_8));
    body.flush();
    body.write(REST.getBytes(StandardCharsets.UTF_8));
  }

  /** When the first piece of the last stream was sent, on the clock of nanoTime. */
  long sent() {
    return sent;
  }

  /** The address that clients are given. */
  String baseUrl() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/v1";
  }

  @Override
  public void close() {
    server.stop(0);
    threads.close();
  }
}
