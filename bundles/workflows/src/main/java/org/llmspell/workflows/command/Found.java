package org.llmspell.workflows.command;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.llmspell.core.command.CommandCall;
import org.llmspell.core.error.SpellException;
import org.llmspell.core.workflow.Workflow;
import org.llmspell.workflows.WorkflowService;
import org.llmspell.workflows.checkpoint.Head;
import org.llmspell.workflows.definition.Definition;
import org.llmspell.workflows.definition.DefinitionReader;
import org.llmspell.workflows.definition.Names;

/**
 * What a word of the command line means: a run, a workflow of the container, or a file.
 *
 * @param definition the workflow
 * @param run what is kept of it, when it is a run
 */
record Found(Definition definition, Optional<Head> run) {

  static Found of(WorkflowService workflows, CommandCall call, String word) throws IOException {
    if (Files.isRegularFile(call.path(word))) {
      return new Found(DefinitionReader.read(JsonInput.form(call, word)), Optional.empty());
    }
    List<String> runs = workflows.checkpoints().ids();
    if (runs.contains(word)) {
      Head head = workflows.checkpoints().find(word);
      return new Found(DefinitionReader.read(head.outline()), Optional.of(head));
    }
    var known = workflows.stored(word);
    if (known.isPresent()) {
      return new Found(known.get().definition(), Optional.empty());
    }
    List<String> names = new ArrayList<>(runs);
    workflows.list().stream().map(Workflow::name).forEach(names::add);
    names.addAll(JsonInput.files(call));
    throw SpellException.component(
        "'%s' is no file, no unfinished run and no workflow of this container%s"
            .formatted(word, Names.near(word, names)),
        null);
  }
}
