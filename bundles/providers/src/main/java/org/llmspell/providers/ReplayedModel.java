package org.llmspell.providers;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.llmspell.core.context.ExecutionContext;
import org.llmspell.core.error.ErrorKind;
import org.llmspell.core.error.SpellException;
import org.llmspell.core.model.LanguageModel;
import org.llmspell.core.model.ModelCapabilities;
import org.llmspell.core.model.ModelChunk;
import org.llmspell.core.model.ModelName;
import org.llmspell.core.model.ModelReply;
import org.llmspell.core.model.ModelRequest;
import org.llmspell.core.model.ModelStream;
import org.llmspell.core.model.ModelToolCall;

/**
 * Answers as a recording says. A request that was recorded more than once gets its answers in their
 * order, and then the last one again. Safe to share between threads.
 */
final class ReplayedModel implements LanguageModel {
  private final ModelName name;
  private final RecordingFile file;
  private final Recording.Redaction redaction;
  private final Map<String, Integer> served = new HashMap<>();

  ReplayedModel(ModelName name, RecordingFile file, Recording.Redaction redaction) {
    this.name = name;
    this.file = file;
    this.redaction = redaction;
  }

  @Override
  public ModelCapabilities capabilities() {
    return new ModelCapabilities(true, true, true, true, null, null);
  }

  @Override
  public ModelReply generate(ModelRequest request, ExecutionContext context) {
    long start = System.nanoTime();
    Calls.check(context, name);
    return Replies.timed(find(request).reply(), start);
  }

  @Override
  public ModelStream stream(ModelRequest request, ExecutionContext context) {
    long start = System.nanoTime();
    Calls.check(context, name);
    Recording recording = find(request);
    ModelReply reply = Replies.timed(recording.reply(), start);
    List<ModelChunk> pieces = new ArrayList<>();
    List<String> texts = recording.chunks().isEmpty() ? List.of(reply.text()) : recording.chunks();
    texts.stream().filter(text -> !text.isEmpty()).map(ModelChunk.Text::new).forEach(pieces::add);
    int index = 0;
    for (ModelToolCall call : reply.toolCalls()) {
      pieces.add(new ModelChunk.ToolCallDelta(index++, call.id(), call.name(), call.arguments()));
    }
    pieces.add(new ModelChunk.Done(reply));
    return new ListStream(pieces);
  }

  private Recording find(ModelRequest request) {
    String key = Recording.key(request, redaction);
    List<Recording> fitting =
        file.read().stream().filter(recording -> recording.request().equals(key)).toList();
    if (fitting.isEmpty()) {
      throw new SpellException(
          new ErrorKind.Provider("replay"),
          "%s has no answer to this request: record it again with 'record:%s'. The request is %s"
              .formatted(file.path(), name, key));
    }
    synchronized (served) {
      int index = served.merge(key, 1, Integer::sum) - 1;
      return fitting.get(Math.min(index, fitting.size() - 1));
    }
  }
}
