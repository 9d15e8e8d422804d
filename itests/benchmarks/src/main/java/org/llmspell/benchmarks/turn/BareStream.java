package org.llmspell.benchmarks.turn;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;

/** The request of a stream and nothing else: the lines of its answer. */
final class BareStream implements FirstPiece {
  private static final String ASK =
      """
      {"model":"adding","messages":[{"role":"user","content":"What is 20 + 22?"}],"stream":true}\
      """;

  private final HttpClient client = HttpClient.newHttpClient();
  private final URI address;

  BareStream(String baseUrl) {
    address = URI.create(baseUrl + "/chat/completions");
  }

  @Override
  public long at() throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(address)
            .header("Content-Type", "application/json")
            .header("Authorization", "Bearer none")
            .POST(HttpRequest.BodyPublishers.ofString(ASK))
            .build();
    var response = client.send(request, HttpResponse.BodyHandlers.ofInputStream());
    try (var lines =
        new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
      String first = lines.readLine();
      long at = System.nanoTime();
      if (first == null || !first.contains("The sum")) {
        throw new IOException("The stream has gone wrong: " + first);
      }
      while (lines.readLine() != null) {
        // to the end, so that the connection is used again
      }
      return at;
    }
  }

  @Override
  public void close() {
    client.close();
  }
}
