package org.llmspell.itests.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import javax.inject.Inject;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.llmspell.core.ToolOutput;
import org.llmspell.core.context.ExecutionContext;
import org.llmspell.core.error.SpellException;
import org.llmspell.core.script.ScriptRunner;
import org.llmspell.core.security.guard.EnvironmentGuard;
import org.llmspell.core.security.guard.FileGuard;
import org.llmspell.core.security.guard.HttpCall;
import org.llmspell.core.security.guard.NetworkGuard;
import org.llmspell.core.security.guard.ProcessCall;
import org.llmspell.core.security.guard.ProcessGuard;
import org.llmspell.core.tool.ParameterType;
import org.llmspell.core.tool.Tool;
import org.llmspell.core.tool.ToolParameter;
import org.llmspell.core.tool.ToolSchema;
import org.ops4j.pax.exam.Configuration;
import org.ops4j.pax.exam.Option;
import org.ops4j.pax.exam.junit.PaxExam;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceRegistration;

/** A script with a tool for everything, in a container without settings. */
@RunWith(PaxExam.class)
public class NoToolGetsOutByDefaultTest {
  @Inject private BundleContext context;
  @Inject private ScriptRunner scripts;
  @Inject private FileGuard files;
  @Inject private NetworkGuard network;
  @Inject private ProcessGuard processes;
  @Inject private EnvironmentGuard environment;

  private ServerSocket server;
  private ServiceRegistration<Tool> tool;

  @Configuration
  public Option[] container() {
    return Platform.of(getClass());
  }

  /** Does what it is asked for, as far as the guards let it. */
  private final class Reach implements Tool {
    @Override
    public ToolSchema schema() {
      return ToolSchema.of(
          "reach",
          "Reaches out",
          List.of(
              ToolParameter.required("how", ParameterType.STRING, ""),
              ToolParameter.required("what", ParameterType.STRING, "")));
    }

    @Override
    public ToolOutput call(Map<String, Object> parameters, ExecutionContext call) {
      String what = (String) parameters.get("what");
      try {
        return switch ((String) parameters.get("how")) {
          case "file" -> ToolOutput.of(files.in(call).readBytes(what, 1 << 20).length);
          case "url" -> fetch(what, call);
          case "program" ->
              ToolOutput.of(
                  processes
                      .in(call)
                      .run(ProcessCall.of(what, List.of()).timeout(Duration.ofSeconds(5)))
                      .exitCode()
                      .orElse(-1));
          default -> ToolOutput.of(environment.read(what, call).orElse("not set"));
        };
      } catch (IOException e) {
        throw SpellException.io(e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw SpellException.component("interrupted", e);
      }
    }

    private ToolOutput fetch(String url, ExecutionContext call) throws IOException {
      try (var reply = network.in(call).send(HttpCall.get(url))) {
        return ToolOutput.of(reply.status());
      }
    }
  }

  @Before
  public void start() throws IOException {
    server = new ServerSocket(0, 0, InetAddress.getLoopbackAddress());
    server.setSoTimeout(1);
    tool =
        context.registerService(
            Tool.class,
            new Reach(),
            FrameworkUtil.asDictionary(Map.of("llmspell.tool.name", "reach")));
  }

  @After
  public void stop() throws IOException {
    tool.unregister();
    server.close();
  }

  private String reach(String how, String what) {
    return String.valueOf(
        Scripts.run(
            scripts,
            "local ok, r = pcall(Tool.invoke, 'reach', {how = '%s', what = '%s'}) return tostring(ok and (r.error or r.result) or r)"
                .formatted(how, what)));
  }

  @Test
  public void andTheRefusalNamesTheSettingThatWouldAllowIt() {
    int port = server.getLocalPort();

    assertThat(reach("file", "/etc/passwd"))
        .contains("'/etc/passwd'", "tools.file_operations.allowed_paths");
    for (String host : List.of("127.0.0.1", "localhost", "[::1]", "[::ffff:127.0.0.1]")) {
      assertThat(reach("url", "http://%s:%d/".formatted(host, port)))
          .contains("URL validation failed", "tools.network.allow_local_hosts");
    }
    assertThat(reach("url", "http://169.254.169.254/latest/meta-data/"))
        .contains("169.254.169.254", "metadata", "tools.network.allow_local_hosts");
    assertThat(reach("program", "perl")).contains("tools.system.allowed_commands");
    assertThat(reach("program", "rm")).contains("tools.system.blocked_commands");
    assertThat(reach("variable", "PASSWORD"))
        .contains("'PASSWORD'", "tools.system.blocked_environment");
    assertThat(reach("variable", "CUSTOM")).contains("tools.system.allowed_environment");
    assertThatThrownBy(server::accept)
        .as("nobody has connected")
        .isInstanceOf(SocketTimeoutException.class);
  }
}
