package org.llmspell.workflows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.llmspell.core.ToolOutput;
import org.llmspell.core.command.Command;
import org.llmspell.core.command.UsageException;
import org.llmspell.core.config.Settings;
import org.llmspell.core.security.SecurityPolicies;
import org.llmspell.scripting.Scripts;
import org.llmspell.security.policy.PolicyService;
import org.llmspell.workflows.checkpoint.Checkpoints;
import org.llmspell.workflows.command.WorkflowExportCommand;
import org.llmspell.workflows.command.WorkflowListCommand;
import org.llmspell.workflows.command.WorkflowRemoveCommand;
import org.llmspell.workflows.command.WorkflowResumeCommand;
import org.llmspell.workflows.command.WorkflowRunCommand;
import org.llmspell.workflows.command.WorkflowShowCommand;

/** The commands, in one process after the other. */
@Tag("workflow")
@Timeout(60)
class CommandsTest {
  private static final String ORDER =
      """
      {"type": "sequential", "name": "order", "checkpoint": true, "steps": [
        {"name": "shout", "tool": "upper", "input": {"input": "{{input:who}}"}},
        {"name": "charge", "tool": "fragile", "input": {"input": "{{step:shout:output.result}}"}},
        {"name": "tell", "tool": "echo", "input": {"input": "{{step:charge:output}}!"}}]}
      """;

  private final SecurityPolicies policies =
      new PolicyService(Path.of(""), Map.of(), Optional.empty(), Settings.NONE);
  private final MortalState state = new MortalState();
  private final FakeTools tools = new FakeTools();
  private WorkflowService service = new WorkflowService(tools, tools);
  @TempDir Path folder;

  @BeforeEach
  void newProcess() throws IOException {
    state.live();
    service = new WorkflowService(tools, tools, new Checkpoints(() -> state));
    tools.add("fragile", (p, _) -> ToolOutput.ofText(String.valueOf(p.get("input"))));
    Files.writeString(folder.resolve("order.json"), ORDER);
  }

  private TestCall call(String... parameters) {
    return new TestCall(folder, parameters);
  }

  private static TestCall on(Command command, TestCall call) throws Exception {
    assertThat(command.run(call)).isZero();
    return call;
  }

  private Command runs() {
    return new WorkflowRunCommand(service, policies);
  }

  private Command resume() {
    return new WorkflowResumeCommand(service, policies, null);
  }

  /** Kills a run in its second step; gives its id. */
  private String killed() throws Exception {
    tools.add(
        "fragile",
        (_, _) -> {
          throw state.die();
        });
    assertThat(catchThrowable(() -> runs().run(call("order.json", "who=harry"))))
        .isInstanceOf(MortalState.Death.class);
    newProcess();
    tools.calls.clear();
    return service.checkpoints().ids().getFirst();
  }

  @Test
  void runsAFileAndTellsOfEachStep() throws Exception {
    TestCall call = on(runs(), call("order.json", "who=harry"));

    assertThat(call.text).isEqualTo("HARRY!");
    assertThat(call.data)
        .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.MAP)
        .containsEntry("workflow_name", "order");
    assertThat(call.progress).hasSize(7).contains("s2 charge: tool fragile");
    assertThat(call.progress.getFirst()).startsWith("Run ");
    assertThat(call.progress.getLast()).matches("s3 tell: done in \\d+ ms");
    assertThat(service.list()).isEmpty();
  }

  @Test
  void takesInputAsJsonAndFromStandardInput() throws Exception {
    assertThat(on(runs(), call("order.json").with("input", "{\"who\": \"ginny\"}")).text)
        .isEqualTo("GINNY!");
    assertThat(on(runs(), call("order.json").with("input", "-")).text).isEqualTo("RON!");
    assertThatThrownBy(() -> runs().run(call("order.json").with("input", "[]")))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("JSON object");
    assertThatThrownBy(() -> runs().run(call("order.json", "harry")))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("key=value");
  }

  @Test
  void saysThatCheckpointsAreInMemoryOnly() throws Exception {
    state.inMemory();

    assertThat(on(runs(), call("order.json", "who=x")).progress)
        .anyMatch(line -> line.contains("LLMSPELL_STATE_ENABLED"));
  }

  @Test
  void showsWhereARunStands() throws Exception {
    String id = killed();

    assertThat(on(new WorkflowListCommand(service), call()).text)
        .startsWith(id + "\torder\tsequential\tinterrupted\t")
        .endsWith("\tat charge (s2)");
    assertThat(on(new WorkflowShowCommand(service), call(id)).text)
        .startsWith("order (sequential), interrupted\nrun " + id)
        .endsWith(
            """
              [x] shout: tool upper, done (s1)
              [?] charge: tool fragile, begun, in doubt (s2)
              [ ] tell: tool echo\
            """);
    assertThat(on(new WorkflowShowCommand(service), call("order.json")).text)
        .startsWith("order (sequential)\n  [ ] shout");
  }

  @Test
  void resumesWhatASingleWordSettles() throws Exception {
    String id = killed();

    assertThatThrownBy(() -> resume().run(call(id))).hasMessageContaining("--again charge");
    TestCall call = on(resume(), call(id).with("again", "charge"));

    assertThat(call.text).isEqualTo("HARRY!");
    assertThat(call.progress.getFirst()).isEqualTo("s1 shout: was done before");
    assertThat(tools.calls).containsExactly("fragile{input=HARRY}", "echo{input=HARRY!}");
    assertThat(on(new WorkflowListCommand(service), call()).text).isEqualTo("No run is unfinished");
  }

  @Test
  void looksWhetherTheFileHasChanged() throws Exception {
    String id = killed();
    Files.writeString(folder.resolve("order.json"), ORDER.replace("\"echo\"", "\"upper\""));

    assertThatThrownBy(() -> resume().run(call(id).with("again", "charge")))
        .hasMessageContaining("order.json' has changed")
        .hasMessageContaining("steps[3].tool was 'echo' and is 'upper'")
        .hasMessageContaining("--recorded");

    assertThat(on(resume(), call(id).with("again", "charge").with("recorded")).text)
        .isEqualTo("HARRY!");
  }

  @Test
  void needsNoFileToResume() throws Exception {
    String id = killed();
    Files.delete(folder.resolve("order.json"));

    assertThat(on(resume(), call(id).with("skip", "s2")).text).isEqualTo("!");
  }

  @Test
  void saysHowToResumeARunThatHasFailed() throws Exception {
    tools.add("fragile", (_, _) -> ToolOutput.failure("fragile", "no money"));

    Throwable problem = catchThrowable(() -> runs().run(call("order.json", "who=x")));

    String id = service.checkpoints().ids().getFirst();
    assertThat(problem)
        .hasMessageContaining("no money")
        .hasMessageContaining("llmspell workflow resume " + id);
    assertThat(on(new WorkflowListCommand(service), call()).text).contains("\tfailed\t");
  }

  @Test
  void exportsWhatCanBeLoadedAgain() throws Exception {
    String json =
        on(new WorkflowExportCommand(service), call("order.json").with("format", "json")).text;
    Files.writeString(folder.resolve("again.json"), json);

    assertThat(on(runs(), call("again.json", "who=a")).text).isEqualTo("A!");
    assertThat(on(new WorkflowExportCommand(service), call(killed())).text)
        .startsWith("flowchart TD\n")
        .contains("charge");
  }

  @Test
  void clearsARunAway() throws Exception {
    String id = killed();

    assertThat(on(new WorkflowRemoveCommand(service), call(id)).text)
        .isEqualTo("Removed run " + id);

    assertThat(state.scopes()).isEmpty();
    assertThatThrownBy(() -> new WorkflowRemoveCommand(service).run(call(id)))
        .hasMessageContaining("no unfinished run '" + id);
  }

  @Test
  void namesWhatMayHaveBeenMeant() throws Exception {
    Files.writeString(folder.resolve("list.json"), "[]");

    assertThatThrownBy(() -> runs().run(call("ordre.json")))
        .hasMessageContaining("ordre.json; did you mean 'order.json'?");
    assertThatThrownBy(() -> new WorkflowShowCommand(service).run(call("order.jso")))
        .hasMessageContaining("'order.jso' is no file")
        .hasMessageContaining("did you mean 'order.json'?");
    assertThatThrownBy(() ->
            new WorkflowExportCommand(service).run(call("order.json").with("format", "mermiad")))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("did you mean 'mermaid'?");
    assertThatThrownBy(() -> runs().run(call("list.json")))
        .hasMessageContaining("must hold a JSON object");
    assertThatThrownBy(() -> runs().run(call("."))).hasMessageContaining("is a folder");
  }

  private static final String SCRIPT =
      """
      local wf = Workflow.sequential({name = "lua", checkpoint = true, steps = {
        {name = "a", ["function"] = function() return {n = 1} end},
        {name = "b", tool = "fragile", input = {input = "{{step:a:output.n}}"}},
      }})
      """;

  @Test
  void resumesInAScript() throws Exception {
    tools.add("fragile", (_, _) -> ToolOutput.failure("fragile", "no"));
    Scripts.with(new WorkflowGlobal(service, () -> state)).eval(SCRIPT + "wf:execute()");
    newProcess();
    String id = service.checkpoints().ids().getFirst();

    assertThat(on(new WorkflowShowCommand(service), call(id)).text)
        .contains("[x] a: custom (a function of the script), done (s1)")
        .contains("[!] b: tool fragile, failed: no (s2)");
    assertThatThrownBy(
            () -> new WorkflowExportCommand(service).run(call(id).with("format", "json")))
        .hasMessageContaining("functions of a script");
    Object output =
        Scripts.with(new WorkflowGlobal(service, () -> state))
            .eval(SCRIPT + "return wf:resume('%s').output".formatted(id));

    assertThat(output).isEqualTo("1");
    assertThat(service.checkpoints().ids()).isEqualTo(List.of());
  }

  @Test
  void turnsCheckpointsOnByASetting() throws Exception {
    tools.add("fragile", (_, _) -> ToolOutput.failure("fragile", "no"));
    String plain = SCRIPT.replace("checkpoint = true, ", "") + "wf:execute()";
    var scripts = Scripts.with(new WorkflowGlobal(service, () -> state));

    scripts.eval(plain);
    assertThat(service.checkpoints().ids()).isEmpty();
    scripts.settings(Map.of("workflows", Map.of("checkpoint", true))).eval(plain);

    assertThat(service.checkpoints().ids()).hasSize(1);
  }
}
