package org.llmspell.workflows.definition;

import java.util.List;
import java.util.Objects;
import org.llmspell.workflows.definition.Pattern.Branch;
import org.llmspell.workflows.definition.Pattern.Iteration;

/** Draws a workflow as a flow chart in the language of Mermaid (mermaid.js.org). */
public final class Diagram {
  private final StringBuilder out = new StringBuilder("flowchart TD\n");
  private int nodes;

  private Diagram() {}

  /** Draws it. */
  public static String of(Definition definition) {
    var diagram = new Diagram();
    String start = diagram.node("([", definition.name(), "])");
    String end =
        switch (definition.pattern()) {
          case Pattern.Sequential(var steps) -> diagram.steps(start, "", steps);
          case Pattern.Parallel parallel -> diagram.parallel(start, parallel.branches());
          case Pattern.Conditional conditional -> diagram.conditional(start, conditional);
          case Pattern.Loop loop -> diagram.loop(start, loop);
        };
    diagram.edge(end, "", diagram.node("([", "end", "])"));
    return diagram.out.toString();
  }

  private String node(String open, String text, String close) {
    String id = "n" + ++nodes;
    out.append("  ")
        .append(id)
        .append(open)
        .append('"')
        .append(escape(text))
        .append('"')
        .append(close)
        .append('\n');
    return id;
  }

  private static String escape(String text) {
    return text.replace("&", "&amp;")
        .replace("\"", "&quot;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replaceAll("\\R", " ");
  }

  private void edge(String from, String label, String to) {
    out.append("  ").append(from).append(" --");
    if (!label.isEmpty()) {
      out.append(" \"").append(escape(label)).append("\" --");
    }
    out.append("> ").append(to).append('\n');
  }

  private String steps(String from, String label, List<Step> steps) {
    String last = from;
    String text = label;
    for (Step step : steps) {
      String node =
          node("[", "%s: %s %s".formatted(step.name(), step.target().type(), name(step)), "]");
      String condition =
          step.condition().equals(Condition.ALWAYS)
              ? ""
              : "if " + DefinitionWriter.words(step.condition());
      edge(last, text.isEmpty() ? condition : text, node);
      if (step.compensate() != null) {
        String back = node("[/", "taken back by " + name(step.compensate()), "/]");
        out.append("  ").append(node).append(" -.-> ").append(back).append('\n');
      }
      last = node;
      text = "";
    }
    return last;
  }

  private static String name(Step step) {
    String name =
        step.target() instanceof Step.WorkflowCall call && call.given() != null
            ? call.given().name()
            : step.target().name();
    return name.isEmpty() ? "function" : name;
  }

  private String parallel(String start, List<Branch> branches) {
    String join = node("{{", "join", "}}");
    for (Branch branch : branches) {
      String label = branch.required() ? branch.name() : branch.name() + " (optional)";
      out.append("  subgraph s")
          .append(++nodes)
          .append("[\"")
          .append(escape(label))
          .append("\"]\n");
      String first = node("((", " ", "))");
      String last = steps(first, "", branch.steps());
      out.append("  end\n");
      edge(start, "", first);
      edge(last, "", join);
    }
    return join;
  }

  private String conditional(String start, Pattern.Conditional conditional) {
    String choice = node("{", "which branch?", "}");
    String join = node("((", " ", "))");
    edge(start, "", choice);
    for (Branch branch : conditional.branches()) {
      String label = branch.name() + ": " + DefinitionWriter.words(branch.condition());
      edge(steps(choice, label, branch.steps()), branch.steps().isEmpty() ? label : "", join);
    }
    Branch otherwise = conditional.otherwise();
    if (otherwise != null) {
      edge(steps(choice, "else", otherwise.steps()), "", join);
    }
    return join;
  }

  private String loop(String start, Pattern.Loop loop) {
    String head =
        node(
            "{",
            switch (loop.iterator()) {
              case Iteration.Range(long from, long to, long step) ->
                  "for each number from %d to before %d in steps of %d".formatted(from, to, step);
              case Iteration.Collection(var items) ->
                  "for each of %d items".formatted(items.size());
              case Iteration.Found(var source) ->
                  "for each item of " + (source instanceof String text ? text : "a function");
              case Iteration.While(var condition, long max) ->
                  "while %s, %d times at most".formatted(DefinitionWriter.words(condition), max);
            },
            "}");
    edge(start, "", head);
    edge(steps(head, "next", loop.body()), "again", head);
    String end = node("((", " ", "))");
    edge(head, "over", end);
    loop.breaks()
        .forEach(one -> edge(head, Objects.requireNonNullElse(one.message(), "break"), end));
    return end;
  }
}
