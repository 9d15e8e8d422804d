package org.llmspell.lua;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.error.SpellException;
import org.llmspell.core.script.ScriptGlobal;
import org.llmspell.core.script.ScriptHost;
import org.llmspell.core.script.ScriptLimits;
import org.llmspell.core.script.ScriptRequest;
import org.llmspell.core.script.ScriptResult;
import org.llmspell.core.script.ScriptSession;
import org.llmspell.lua.lib.Guards;
import org.llmspell.lua.lib.IoLibrary;
import org.llmspell.lua.lib.MathLibrary;
import org.llmspell.lua.lib.Native;
import org.llmspell.lua.lib.OsLibrary;
import org.llmspell.lua.lib.Profile;
import org.llmspell.lua.lib.Sandbox;
import org.llmspell.lua.lib.StringLibrary;
import org.llmspell.lua.lib.TableLibrary;
import org.llmspell.lua.lib.Utf8Library;
import org.luaj.vm2.LuaError;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaThread;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;
import org.luaj.vm2.compiler.Lua54Compiler;
import org.luaj.vm2.lib.BaseLib;
import org.luaj.vm2.lib.Bit32Lib;

/** All that belongs to one run of one script. Confined to the thread that runs it. */
final class LuaState implements AutoCloseable, OsLibrary.Host, ScriptHost.Running {
  private static final int MAX_DEPTH = 16_000;

  private final ScriptRequest request;
  private final ScriptHost host;
  private final Output output;
  private final Meter meter;
  private final Frames mainStack = new Frames(MAX_DEPTH);
  private final ScriptHook hook;
  private final ScriptGlobals globals = new ScriptGlobals();
  private final Scheduler scheduler;
  private final HostValues values;
  private final Sandbox sandbox;
  private final IoLibrary io;
  private final Sources sources;
  private final LuaTable strings;
  private final Thread owner = Thread.currentThread();
  private final LuaValue next;

  LuaState(ScriptRequest request, ScriptLimits limits, ScriptHost host, Guards guards) {
    this.request = request;
    this.host = host;
    this.output = new Output(request.output());
    this.meter = new Meter(limits, request.context().cancellation());
    this.hook = new ScriptHook(meter, mainStack);
    this.scheduler = new Scheduler(globals, hook, meter, this::bound);
    this.values = new HostValues(this, meter);
    this.sandbox = sandboxOf(request, guards);
    this.io = new IoLibrary(sandbox, meter, request.input(), output, request.errors());
    this.sources = new Sources(globals, sandbox, meter, folders(request), this::stack);
    this.strings = StringLibrary.create(meter);
    installLibraries();
    this.next = globals.get("next");
    meter.attach(this::liveBytes, output::flushSometimes);
  }

  private static List<Path> folders(ScriptRequest request) {
    List<Path> folders = new ArrayList<>();
    request.source().file().map(Path::toAbsolutePath).map(Path::getParent).ifPresent(folders::add);
    folders.add(request.workingDirectory());
    for (String path : request.settings().texts("engines.lua.package_paths")) {
      folders.add(request.workingDirectory().resolve(path));
    }
    return folders;
  }

  private static Sandbox sandboxOf(ScriptRequest request, Guards guards) {
    Profile profile = Profile.of(request.settings());
    return new Sandbox(
        profile, request.workingDirectory(), folders(request), guards, request.context());
  }

  private void installLibraries() {
    StringMetatable.install();
    Lua54Compiler.install(globals, meter);
    globals.undumper = null;
    globals.debuglib = hook;
    globals.running = new LuaThread(globals);
    sources.install();
    globals.load(new BaseLib());
    globals.load(new Bit32Lib());
    sources.install();
    BaseLibrary.addTo(globals, this, meter);
    library("string", strings);
    library("table", TableLibrary.create(meter));
    globals.set("unpack", globals.get("table").get("unpack"));
    library("math", MathLibrary.create());
    library("utf8", Utf8Library.create(meter));
    library("coroutine", CoroutineLibrary.create(scheduler));
    library("debug", debug());
    if (sandbox.allows(Profile.SAFE)) {
      library("os", OsLibrary.create(sandbox, this));
      library("io", io.table());
    } else {
      globals.set("package", LuaValue.NIL);
      globals.set("require", LuaValue.NIL);
      globals.set("dofile", LuaValue.NIL);
      globals.set("loadfile", LuaValue.NIL);
    }
    globals.set("_G", globals);
  }

  private void library(String name, LuaTable library) {
    globals.set(name, library);
    sources.register(name, library);
  }

  private LuaTable debug() {
    var table = new LuaTable();
    Native.add(
        table,
        "traceback",
        args -> {
          LuaValue message = args.get(1);
          if (!message.isnil() && !message.isstring()) {
            return message;
          }
          String trace = stack().traceOfError((int) args.integer(2, 1));
          return LuaValue.valueOf(message.isnil() ? trace : message.tojstring() + "\n" + trace);
        });
    return table;
  }

  /** Runs the script to its end. */
  ScriptResult run() {
    long start = System.nanoTime();
    var holder =
        new Object() {
          @Nullable ScriptResult result;
        };
    bound(() -> holder.result = runBound(start));
    ScriptResult result = holder.result;
    if (result == null) {
      throw new IllegalStateException("The script gave no result");
    }
    return result;
  }

  /** Runs something with this state as the one whose strings are asked. */
  private void bound(Runnable body) {
    StringMetatable.with(strings, body);
  }

  /** What stops a script may also come while its last error is put into words. */
  private ScriptResult runBound(long start) {
    try {
      return runToError(start);
    } catch (OutOfMemoryError e) {
      throw new StopError(meter.memory(Runtime.getRuntime().maxMemory())).toException();
    } catch (StopError e) {
      if (e.reason() instanceof StopError.Reason.Exit(int code)) {
        return new ScriptResult(null, OptionalInt.of(code), since(start));
      }
      throw e.toException();
    }
  }

  private ScriptResult runToError(long start) {
    try {
      offerGlobals();
      Varargs results =
          sources
              .compile(
                  Sources.utf8(request.source().text()), "@" + request.source().name(), globals)
              .invoke(LuaValue.NONE);
      Object value = plain(results.arg1());
      Duration took = since(start);
      serveWhileKept();
      return new ScriptResult(value, OptionalInt.empty(), took);
    } catch (LuaError e) {
      throw Positions.toException(Positions.value(e, stack()), e);
    } catch (StackOverflowError e) {
      String message = mainStack.latest() + ": stack overflow";
      throw Positions.toException(LuaValue.valueOf(message), e);
    }
  }

  /** A kept script lives on for what others call of it. */
  private void serveWhileKept() {
    while (host.isKept()) {
      output.flush();
      try {
        host.serve(meter::renew);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      meter.checkEnd();
    }
  }

  private @Nullable Object plain(LuaValue result) {
    try {
      return LuaValues.result(result, values, meter);
    } catch (LuaError e) {
      throw new LuaError(
          LuaValue.valueOf(
              "%s: the result of the script: %s"
                  .formatted(request.source().name(), e.getMessage())));
    }
  }

  private static Duration since(long start) {
    return Duration.ofNanos(System.nanoTime() - start);
  }

  private void offerGlobals() {
    ScriptSession session = host.session(this);
    globals.offer(host.globals(), global -> open(global, session));
  }

  private LuaValue open(ScriptGlobal global, ScriptSession session) {
    try {
      return values.toLua(global.open(session));
    } catch (SpellException e) {
      throw values.raise(e);
    } catch (LuaError e) {
      throw e;
    } catch (RuntimeException e) {
      meter.check();
      throw values.raise(
          SpellException.component(
              "The global '%s' can not be opened: %s"
                  .formatted(global.names().getFirst(), HostValues.reason(e)),
              e));
    }
  }

  private long liveBytes() {
    var live = new LiveValues();
    live.add(globals);
    live.add(strings);
    live.add(mainStack);
    scheduler.addTo(live);
    return live.sum();
  }

  /**
   * Does work on the script's thread: at once when this is it, or one of the coroutines that run in
   * its place; else when the script waits the next time.
   */
  <T extends @Nullable Object> T onThread(Callable<T> work) {
    try {
      boolean here = Thread.currentThread() == owner || StringMetatable.isBound(strings);
      return here ? work.call() : host.onScriptThread(() -> forOthers(work));
    } catch (SpellException e) {
      throw e;
    } catch (LuaError e) {
      throw Positions.toException(Positions.value(e, stack()), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw SpellException.component("The call into the script was interrupted", e);
    } catch (Exception e) {
      throw SpellException.component("The call into the script failed: " + e.getMessage(), e);
    }
  }

  /** The end of the script must not end the thread that called into it. */
  private <T extends @Nullable Object> T forOthers(Callable<T> work) throws Exception {
    try {
      return told(work);
    } catch (StopError e) {
      throw e.toException();
    } catch (StackOverflowError e) {
      throw new LuaError("stack overflow");
    }
  }

  /** Words of an error may come from the script, so they are found on its thread. */
  private <T extends @Nullable Object> T told(Callable<T> work) throws Exception {
    try {
      return work.call();
    } catch (LuaError e) {
      throw Positions.toException(Positions.value(e, stack()), e);
    }
  }

  void exported() {
    host.exported();
  }

  Frames stack() {
    return hook.stack();
  }

  Scheduler scheduler() {
    return scheduler;
  }

  HostValues values() {
    return values;
  }

  Meter meter() {
    return meter;
  }

  LuaValue next() {
    return next;
  }

  void write(LuaString text) {
    output.write(text.m_bytes, text.m_offset, text.m_length);
  }

  void write(String text) {
    byte[] bytes = Sources.utf8(text);
    output.write(bytes, 0, bytes.length);
  }

  void writeError(String text) {
    try {
      OutputStream errors = request.errors();
      errors.write(Sources.utf8(text));
      errors.flush();
    } catch (IOException e) {
      throw new LuaError("standard error can not be written");
    }
  }

  @Override
  public void sleep(Duration time) {
    output.flush();
    Duration rest = Duration.ofNanos(Math.min(time.toNanos(), meter.remainingNanos()));
    try {
      host.pause(rest);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    meter.check();
  }

  @Override
  public Duration remaining() {
    return Duration.ofNanos(meter.remainingNanos());
  }

  @Override
  public void write(byte[] bytes) {
    output.write(bytes, 0, bytes.length);
  }

  @Override
  public void writeError(byte[] bytes) {
    writeError(new String(bytes, java.nio.charset.StandardCharsets.UTF_8));
  }

  @Override
  public void exit(int code) {
    throw meter.stop(new StopError.Reason.Exit(code));
  }

  @Override
  public @Nullable Object yieldValue(@Nullable Object value) {
    return LuaValues.toPlain(scheduler.suspend(values.toLua(value)).arg1(), values, meter);
  }

  @Override
  public String stackTrace() {
    return stack().trace(1);
  }

  @Override
  public void close() {
    scheduler.close();
    io.close();
    output.flush();
  }
}
