package org.llmspell.providers;

import java.util.ArrayList;
import java.util.List;
import org.llmspell.core.context.ExecutionContext;
import org.llmspell.core.model.LanguageModel;
import org.llmspell.core.model.ModelCapabilities;
import org.llmspell.core.model.ModelChunk;
import org.llmspell.core.model.ModelReply;
import org.llmspell.core.model.ModelRequest;
import org.llmspell.core.model.ModelStream;

/**
 * Asks a model and keeps each request with its answer. What fails, or is given up, is not kept.
 *
 * @param model who is asked
 * @param file where it is kept
 * @param redaction takes secrets out of what is kept
 */
record RecordingModel(LanguageModel model, RecordingFile file, Recording.Redaction redaction)
    implements LanguageModel {

  @Override
  public ModelCapabilities capabilities() {
    return model.capabilities();
  }

  @Override
  public ModelReply generate(ModelRequest request, ExecutionContext context) {
    ModelReply reply = model.generate(request, context);
    keep(request, reply, List.of());
    return reply;
  }

  @Override
  public ModelStream stream(ModelRequest request, ExecutionContext context) {
    ModelStream stream = model.stream(request, context);
    List<String> chunks = new ArrayList<>();
    return new ModelStream() {
      @Override
      public boolean hasNext() {
        return stream.hasNext();
      }

      @Override
      public ModelChunk next() {
        ModelChunk chunk = stream.next();
        switch (chunk) {
          case ModelChunk.Text(var text) -> chunks.add(text);
          case ModelChunk.ToolCallDelta _ -> {
            // The whole call is in the reply.
          }
          case ModelChunk.Done(var reply) -> keep(request, reply, chunks);
        }
        return chunk;
      }

      @Override
      public void close() {
        stream.close();
      }
    };
  }

  private void keep(ModelRequest request, ModelReply reply, List<String> chunks) {
    file.append(new Recording(Recording.key(request, redaction), reply, chunks).line(redaction));
  }
}
