package org.llmspell.providers;

import java.util.concurrent.CancellationException;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.context.ExecutionContext;
import org.llmspell.core.error.ErrorKind;
import org.llmspell.core.error.SpellException;
import org.llmspell.core.model.LanguageModel;
import org.llmspell.core.model.ModelCapabilities;
import org.llmspell.core.model.ModelName;
import org.llmspell.core.model.ModelOptions;
import org.llmspell.core.model.ModelProvider;
import org.llmspell.core.model.ModelReply;
import org.llmspell.core.model.ModelRequest;
import org.llmspell.core.model.ModelSettings;
import org.llmspell.core.model.ModelStream;

/**
 * A model by its name. Each request finds provider, settings and key anew, enters the provider, and
 * is repeated when it fails in passing.
 */
final class ModelHandle implements LanguageModel {
  private final ModelName name;
  private final ModelOptions options;
  private final Routes routes;

  /** How a request finds its way. */
  interface Routes {
    /** What holds for a request now. */
    Route route(ModelName name, ModelOptions options);

    /** Counts a request, and waits when there were too many. */
    void count(Route route, Call call);

    ProviderTable table();

    Calls calls();

    Attempts attempts();
  }

  /**
   * What holds for one request.
   *
   * @param type the provider
   */
  interface Route {
    String type();

    RetryRule retry();

    /** The request with what the settings add. */
    ModelRequest completed(ModelRequest request);

    /** Gives the settings with the key to a function, and forgets the key. */
    <T> T settings(Function<ModelSettings, T> use);
  }

  ModelHandle(ModelName name, ModelOptions options, Routes routes) {
    this.name = name;
    this.options = options;
    this.routes = routes;
  }

  @Override
  public ModelCapabilities capabilities() {
    var call = new Call(name, ExecutionContext.create());
    return inside(call, routes.route(name, options), LanguageModel::capabilities);
  }

  @Override
  public ModelReply generate(ModelRequest request, ExecutionContext context) {
    long start = System.nanoTime();
    ModelReply reply =
        repeat(
            context,
            () -> {
              Route route = routes.route(name, options);
              ModelRequest complete = route.completed(request);
              var call = new Call(name, context);
              routes.count(route, call);
              return inside(call, route, model -> model.generate(complete, call.context()));
            });
    return Replies.timed(reply, start);
  }

  @Override
  public ModelStream stream(ModelRequest request, ExecutionContext context) {
    long start = System.nanoTime();
    return repeat(context, () -> open(request, context, start));
  }

  private <T> T repeat(ExecutionContext context, Supplier<T> request) {
    return routes
        .attempts()
        .run(
            name,
            context,
            () -> routes.route(name, options).retry(),
            () -> {
              Calls.check(context, name);
              return request.get();
            });
  }

  /** Enters the provider and leaves it when the work is done. */
  private <T> T inside(Call call, Route route, Function<LanguageModel, T> work) {
    Entry entry = routes.table().enter(route.type(), call, call.context());
    routes.calls().begin(call);
    try {
      return guarded(call, () -> work.apply(model(entry, route)));
    } finally {
      routes.calls().end(call);
      routes.table().exit(entry, call);
    }
  }

  /**
   * A stream that has its first piece: what fails until then can still be repeated. The call leaves
   * the provider when the stream ends.
   */
  private ModelStream open(ModelRequest request, ExecutionContext context, long start) {
    Route route = routes.route(name, options);
    ModelRequest complete = route.completed(request);
    var call = new Call(name, context);
    routes.count(route, call);
    Entry entry = routes.table().enter(route.type(), call, call.context());
    routes.calls().begin(call);
    Runnable leave =
        () -> {
          routes.calls().end(call);
          routes.table().exit(entry, call);
        };
    EnteredStream stream = null;
    boolean opened = false;
    try {
      ModelStream inner = guarded(call, () -> model(entry, route).stream(complete, call.context()));
      stream = new EnteredStream(inner, call, leave, start);
      stream.prefetch();
      opened = true;
      return stream;
    } finally {
      if (stream == null) {
        leave.run();
      } else if (!opened) {
        stream.close();
      }
    }
  }

  private LanguageModel model(Entry entry, Route route) {
    ModelProvider provider = entry.provider();
    if (provider == null) {
      throw new SpellException(
          new ErrorKind.Configuration(),
          "Provider '%s' can not be made: its component does not start; see the log"
              .formatted(route.type()));
    }
    return route.settings(provider::model);
  }

  /** Runs a provider's code: whatever it throws comes out as one of the fifteen kinds. */
  static <T extends @Nullable Object> T guarded(Call call, Supplier<T> work) {
    call.begin();
    Throwable failure;
    try {
      return work.get();
    } catch (RuntimeException | LinkageError e) {
      failure = e;
    } finally {
      call.end();
    }
    throw translated(call, failure);
  }

  private static RuntimeException translated(Call call, Throwable failure) {
    if (call.isOver()) {
      return call.ended(failure);
    }
    return switch (failure) {
      case CancellationException cancelled -> cancelled;
      case SpellException known -> known;
      case Throwable other ->
          new SpellException(
              new ErrorKind.Provider(call.name().provider()),
              "%s failed: %s".formatted(call.name(), Causes.of(other)),
              other);
    };
  }
}
