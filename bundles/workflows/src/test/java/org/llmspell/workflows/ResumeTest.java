package org.llmspell.workflows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.llmspell.core.ToolOutput;
import org.llmspell.core.context.ExecutionContext;
import org.llmspell.core.error.SpellException;
import org.llmspell.core.state.SetOptions;
import org.llmspell.core.state.StateScope;
import org.llmspell.core.workflow.StepFunction;
import org.llmspell.core.workflow.WorkflowStatus;
import org.llmspell.json.PlainJson;
import org.llmspell.workflows.checkpoint.Checkpoints;
import org.llmspell.workflows.checkpoint.Choices;

/** Runs that stop somewhere and go on. */
@Tag("workflow")
@Timeout(60)
class ResumeTest {
  private final MortalState state = new MortalState();
  private final FakeTools tools = new FakeTools();
  private WorkflowService service = new WorkflowService(tools, tools);

  @BeforeEach
  void newProcess() {
    state.live();
    service = new WorkflowService(tools, tools, new Checkpoints(() -> state));
  }

  private static final String THREE =
      """
      {"type": "sequential", "name": "three", "checkpoint": true, "steps": [
        {"name": "a", "tool": "upper", "input": {"input": "{{shared:who}}"}},
        {"name": "b", "tool": "fragile", "input": {"input": "{{step:a:output.result}}"}},
        {"name": "c", "tool": "echo", "input": {"input": "{{step:b:output}}!"}}]}
      """;

  @SuppressWarnings("unchecked") // the text of an object
  private StoredWorkflow workflow(String json) {
    return service.create(
        (Map<String, @Nullable Object>)
            java.util.Objects.requireNonNull(
                PlainJson.parse(json, "json", IllegalArgumentException::new)));
  }

  private static ExecutionContext context() {
    return ExecutionContext.create();
  }

  /** A tool that dies at its first call, before or after it has done its work. */
  private void fragile(boolean after) {
    tools.add(
        "fragile",
        (p, _) -> {
          if (after) {
            fragileWorks();
          }
          throw state.die();
        });
  }

  private void fragileWorks() {
    tools.add("fragile", (p, _) -> ToolOutput.ofText(String.valueOf(p.get("input"))));
  }

  /** The id of the one run that is kept. */
  private String run() {
    assertThat(service.checkpoints().ids()).hasSize(1);
    return service.checkpoints().ids().getFirst();
  }

  private void dieAtFragile(String json) {
    fragile(true);
    var workflow = workflow(json);
    assertThat(catchThrowable(() -> workflow.run(Map.of("who", "harry"), context())))
        .isInstanceOf(MortalState.Death.class);
    newProcess();
    tools.calls.clear();
    fragileWorks();
  }

  @Test
  void leavesNothingWhenItHasComeToItsEnd() {
    fragileWorks();

    assertThat(workflow(THREE).run(Map.of("who", "harry"), context()))
        .containsEntry("output", "HARRY!");

    assertThat(state.writes()).isGreaterThan(6);
    assertThat(state.scopes()).isEmpty();
  }

  @Test
  void writesNothingUnlessItIsAskedTo() {
    fragileWorks();

    workflow(THREE.replace("true", "false")).run(Map.of("who", "harry"), context());

    assertThat(state.writes()).isZero();
  }

  @Test
  void refusesToGuessAboutAStepThatHadBegun() {
    dieAtFragile(THREE);

    assertThatThrownBy(() -> workflow(THREE).resume(run(), Choices.NONE, context()))
        .isInstanceOf(SpellException.class)
        .hasMessageContaining("Step 'b' (s2) of workflow 'three' had begun")
        .hasMessageContaining("--skip b")
        .hasMessageContaining("--again b");
    assertThat(tools.calls).isEmpty();
    assertThat(service.checkpoints().isLive(run())).isFalse();
  }

  @Test
  void doesAStepAgainWhenToldSoAndNoOtherOne() {
    dieAtFragile(THREE);

    var result = workflow(THREE).resume(run(), new Choices(List.of("b"), List.of()), context());

    assertThat(result).containsEntry("success", true).containsEntry("output", "HARRY!");
    assertThat(tools.calls).containsExactly("fragile{input=HARRY}", "echo{input=HARRY!}");
    assertThat(state.scopes()).isEmpty();
  }

  @Test
  void leavesAStepOutWhenToldSo() {
    dieAtFragile(THREE);

    var result = workflow(THREE).resume(run(), new Choices(List.of(), List.of("s2")), context());

    assertThat(result).containsEntry("success", true);
    assertThat(tools.calls).containsExactly("echo{input=!}");
  }

  @Test
  void doesAStepAgainThatMayBeDoneTwice() {
    String idempotent = THREE.replace("\"fragile\",", "\"fragile\", \"idempotent\": true,");
    dieAtFragile(idempotent);

    assertThat(workflow(idempotent).resume(run(), Choices.NONE, context()))
        .containsEntry("output", "HARRY!");
    assertThat(tools.calls).containsExactly("fragile{input=HARRY}", "echo{input=HARRY!}");
  }

  @Test
  void saysWhichStepIsMeantWhenAChoiceNamesAnother() {
    dieAtFragile(THREE);
    var choices = new Choices(List.of("b"), List.of("s3"));

    assertThatThrownBy(() -> workflow(THREE).resume(run(), choices, context()))
        .hasMessageContaining("'s3'")
        .hasMessageContaining("did you mean 's2'?")
        .hasMessageContaining("in doubt: b, s2");
  }

  @Test
  void refusesAWorkflowThatHasChangedAndSaysWhere() {
    dieAtFragile(THREE);
    var choices = new Choices(List.of("b"), List.of());
    String changed = THREE.replace("\"upper\"", "\"echo\"");

    assertThatThrownBy(() -> workflow(changed).resume(run(), choices, context()))
        .hasMessageContaining("steps[1].tool was 'upper' and is 'echo'");
    String longer = THREE.replace("\"checkpoint\": true", "\"timeout_ms\": 999");
    assertThat(workflow(longer).resume(run(), choices, context())).containsEntry("success", true);
  }

  @Test
  void triesAStepAgainThatHasFailed() {
    tools.add("fragile", (_, _) -> ToolOutput.failure("fragile", "not today"));
    assertThat(workflow(THREE).run(Map.of("who", "harry"), context()))
        .containsEntry("success", false);
    newProcess();
    assertThat(service.checkpoints().find(run()).status()).isEqualTo(WorkflowStatus.FAILED);
    tools.calls.clear();
    fragileWorks();

    assertThat(workflow(THREE).resume(run(), Choices.NONE, context()))
        .containsEntry("output", "HARRY!");
    assertThat(tools.calls).containsExactly("fragile{input=HARRY}", "echo{input=HARRY!}");
  }

  @Test
  void doesStepsAgainThatWereTakenBack() {
    String back =
        THREE.replace(
            "\"upper\",", "\"upper\", \"compensate\": {\"tool\": \"echo\", \"input\": \"back\"},");
    tools.add("fragile", (_, _) -> ToolOutput.failure("fragile", "not today"));
    workflow(back).run(Map.of("who", "harry"), context());
    tools.calls.clear();
    fragileWorks();

    assertThat(workflow(back).resume(run(), Choices.NONE, context()))
        .containsEntry("output", "HARRY!");
    assertThat(tools.calls)
        .containsExactly(
            "upper{input=HARRY}".replace("HARRY", "harry"),
            "fragile{input=HARRY}",
            "echo{input=HARRY!}");
  }

  @Test
  void keepsARunThatWasCancelled() {
    var context = context();
    tools.add(
        "fragile",
        (_, own) -> {
          context.cancellation().cancel("enough");
          own.cancellation().check();
          return ToolOutput.ofText("never");
        });

    assertThat(catchThrowable(() -> workflow(THREE).run(Map.of("who", "harry"), context)))
        .isInstanceOf(CancellationException.class);

    assertThat(service.checkpoints().find(run()).status()).isEqualTo(WorkflowStatus.CANCELLED);
    assertThatThrownBy(() -> workflow(THREE).resume(run(), Choices.NONE, context()))
        .hasMessageContaining("Step 'b'");
  }

  @Test
  void doesNotGuessAboutAStepThatTookTooLong() {
    String slow = THREE.replace("\"fragile\",", "\"slow\", \"timeout_ms\": 5,");
    workflow(slow).run(Map.of("who", "harry"), context());

    assertThatThrownBy(() -> workflow(slow).resume(run(), Choices.NONE, context()))
        .hasMessageContaining("Step 'b' (s2) of workflow 'three' had begun");
  }

  @Test
  void keepsTheStepsOfAWorkflowThatIsAStep() {
    String inner =
        """
        {"type": "sequential", "name": "inner", "steps": [
          {"name": "x", "tool": "upper", "input": {"input": "x"}},
          {"name": "y", "tool": "fragile", "input": {"input": "y"}}]}
        """;
    String outer =
        """
        {"type": "loop", "name": "outer", "checkpoint": true,
          "iterator": {"range": {"end": 2}}, "body": [{"name": "in", "workflow": "inner"}]}
        """;
    workflow(inner);
    dieAtFragile(outer);
    workflow(inner);

    assertThatThrownBy(() -> workflow(outer).resume(run(), Choices.NONE, context()))
        .hasMessageContaining("Step 'y' (i0.s1/s2)");
    var result = workflow(outer).resume(run(), new Choices(List.of("y"), List.of()), context());

    assertThat(result).containsEntry("success", true).containsEntry("iterations", 2L);
    assertThat(tools.calls)
        .containsExactly("fragile{input=y}", "upper{input=x}", "fragile{input=y}");
    assertThat(state.scopes()).isEmpty();
  }

  @Test
  void namesTheRunThatMayHaveBeenMeant() {
    dieAtFragile(THREE);
    String wrong = run().substring(1);

    assertThatThrownBy(() -> workflow(THREE).resume(wrong, Choices.NONE, context()))
        .hasMessageContaining("no unfinished run '" + wrong)
        .hasMessageContaining("did you mean '" + run());
  }

  @Test
  void tellsOfARecordThatIsDamaged() {
    dieAtFragile(THREE);
    StateScope runs = StateScope.parse("custom:workflow_runs");
    StateScope steps = StateScope.parse("custom:workflow_run:" + run());
    String id = run();
    state.set(steps, "step:s1", "nonsense", SetOptions.DEFAULT);

    assertThatThrownBy(() -> workflow(THREE).resume(id, Choices.NONE, context()))
        .hasMessageContaining("is damaged: step s1 can not be read")
        .hasMessageContaining("llmspell workflow remove " + id);
    state.set(runs, id, Map.of("name", "three"), SetOptions.DEFAULT);
    assertThatThrownBy(() -> workflow(THREE).resume(id, Choices.NONE, context()))
        .hasMessageContaining("is damaged: 'status' is missing");
    assertThat(service.checkpoints().remove(id)).isTrue();
    assertThat(state.scopes()).isEmpty();
  }

  @Test
  void keepsToTheAnswersOfFunctions() {
    var asked = new java.util.concurrent.atomic.AtomicInteger();
    StepFunction onlyOnce = (_, _, _) -> asked.getAndIncrement() == 0;
    Map<String, @Nullable Object> form =
        new java.util.HashMap<>(
            Map.of(
                "type",
                "conditional",
                "name",
                "c",
                "checkpoint",
                true,
                "branches",
                List.of(
                    Map.of(
                        "name",
                        "first",
                        "condition",
                        onlyOnce,
                        "steps",
                        List.of(Map.of("name", "x", "tool", "fragile"))),
                    Map.of(
                        "name", "second", "steps", List.of(Map.of("name", "y", "tool", "echo"))))));
    fragile(false);
    assertThat(catchThrowable(() -> service.create(form).run(Map.of(), context())))
        .isInstanceOf(MortalState.Death.class);
    newProcess();
    fragileWorks();
    tools.calls.clear();

    var result =
        service.create(form).resume(run(), new Choices(List.of("x"), List.of()), context());

    assertThat(result).containsEntry("success", true);
    assertThat(tools.calls).containsExactly("fragile{}");
    assertThat(asked).hasValue(1);
  }

  @Test
  void needsState() {
    var without = new WorkflowService(tools, tools);
    Map<String, @Nullable Object> form = workflow(THREE).form();

    assertThatThrownBy(() -> without.create(form).run(Map.of(), context()))
        .hasMessageContaining("needs the bundle 'state'");
  }
}
