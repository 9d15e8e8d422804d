package org.llmspell.benchmarks.turn;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

/** The two requests of a turn and nothing else: fixed texts out, texts in. */
final class BareTurn implements Turn {
  private static final String ASK =
      """
      {"model":"adding","messages":[{"role":"user","content":"What is 20 + 22?"}],"temperature":0.7,\
      "tools":[{"type":"function","function":{"name":"adder","description":"Adds","parameters":\
      {"type":"object","properties":{"a":{"type":"integer"},"b":{"type":"integer"}},"required":["a","b"]}}}]}\
      """;
  private static final String TELL =
      """
      {"model":"adding","messages":[{"role":"user","content":"What is 20 + 22?"},\
      {"role":"assistant","tool_calls":[{"id":"call_1","type":"function","function":{"name":"adder","arguments":"{\\"a\\":20,\\"b\\":22}"}}]},\
      {"role":"tool","tool_call_id":"call_1","content":"42"}],"temperature":0.7,\
      "tools":[{"type":"function","function":{"name":"adder","description":"Adds","parameters":\
      {"type":"object","properties":{"a":{"type":"integer"},"b":{"type":"integer"}},"required":["a","b"]}}}]}\
      """;

  private final HttpClient client = HttpClient.newHttpClient();
  private final URI address;

  BareTurn(String baseUrl) {
    address = URI.create(baseUrl + "/chat/completions");
  }

  @Override
  public String once() throws IOException, InterruptedException {
    post(ASK);
    return post(TELL);
  }

  private String post(String body) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(address)
            .header("Content-Type", "application/json")
            .header("Authorization", "Bearer none")
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    return client.send(request, HttpResponse.BodyHandlers.ofString()).body();
  }

  @Override
  public void close() {
    client.close();
  }
}
