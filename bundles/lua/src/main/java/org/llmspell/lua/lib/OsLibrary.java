package org.llmspell.lua.lib;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import org.llmspell.core.error.SpellException;
import org.llmspell.core.security.guard.ProcessCall;
import org.llmspell.core.security.guard.ProcessResult;
import org.luaj.vm2.LuaError;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;

/** The library {@code os}, as far as the sandbox lets it. */
public final class OsLibrary {
  private static final Pattern SLEEP =
      Pattern.compile("\\s*sleep\\s+(\\d+(?:\\.\\d+)?|\\.\\d+)\\s*");

  private final Sandbox sandbox;
  private final Host host;
  private final long start = System.nanoTime();

  /** What the library needs from the one who runs the script. */
  public interface Host {
    /** How long the script may still run. */
    Duration remaining();

    /** Writes to where the script prints. */
    void write(byte[] output);

    /** Writes to the script's standard error. */
    void writeError(byte[] output);

    /** Waits, and stops waiting when the script has to stop. */
    void sleep(Duration time);

    /** Ends the script; does not return. */
    void exit(int code);
  }

  private OsLibrary(Sandbox sandbox, Host host) {
    this.sandbox = sandbox;
    this.host = host;
  }

  /** The library as a table. */
  public static LuaTable create(Sandbox sandbox, Host host) {
    var library = new OsLibrary(sandbox, host);
    var table = new LuaTable();
    Native.add(table, "time", OsTime::time);
    Native.add(table, "date", OsTime::date);
    Native.add(table, "clock", _ -> LuaValue.valueOf((System.nanoTime() - library.start) / 1e9));
    Native.add(table, "difftime", args -> Args.number(args.number(1) - args.number(2, 0)));
    Native.add(table, "getenv", library::getenv);
    Native.add(table, "execute", library::execute);
    Native.add(table, "exit", library::exit);
    Native.add(table, "setlocale", OsLibrary::setLocale);
    if (sandbox.allows(Profile.STANDARD)) {
      Native.add(table, "remove", library::remove);
      Native.add(table, "rename", library::rename);
      Native.add(table, "tmpname", _ -> library.temporaryName());
    } else {
      for (String name : List.of("remove", "rename", "tmpname")) {
        Native.add(table, name, _ -> library.refuse("os." + name));
      }
    }
    return table;
  }

  private Varargs refuse(String what) {
    throw sandbox.refusal(what, Profile.STANDARD, "where tools.file_operations.allowed_paths does");
  }

  /**
   * A variable that may not be seen is nil, as one that is not set, but the second value says why.
   */
  private Varargs getenv(Args args) {
    try {
      return sandbox
          .variable(args.string(1).tojstring())
          .<LuaValue>map(LuaValue::valueOf)
          .orElse(LuaValue.NIL);
    } catch (SpellException e) {
      return LuaValue.varargsOf(LuaValue.NIL, LuaValue.valueOf("os.getenv: " + e.message()));
    }
  }

  private Varargs execute(Args args) {
    if (args.isAbsent(1)) {
      return LuaValue.valueOf(sandbox.allows(Profile.FULL));
    }
    String command = args.string(1).tojstring();
    var sleep = SLEEP.matcher(command);
    if (sleep.matches()) {
      host.sleep(Duration.ofNanos((long) (Double.parseDouble(sleep.group(1)) * 1e9)));
      return LuaValue.varargsOf(LuaValue.TRUE, LuaValue.valueOf("exit"), LuaValue.ZERO);
    }
    if (!sandbox.allows(Profile.FULL)) {
      throw sandbox.refusal(
          "os.execute('%s')".formatted(command),
          Profile.FULL,
          "for the programs of tools.system.allowed_commands; 'sleep N' is always there");
    }
    return run(command);
  }

  /** A shell is a program as any other: whether it may be run is up to the policy. */
  private Varargs run(String command) {
    try {
      List<String> words = CommandWords.of(command);
      ProcessResult result =
          sandbox
              .processes()
              .run(
                  ProcessCall.of(words.getFirst(), words.subList(1, words.size()))
                      .timeout(host.remaining()));
      host.write(result.output());
      host.writeError(result.errors());
      int code = result.exitCode().orElse(-1);
      return LuaValue.varargsOf(
          code == 0 ? LuaValue.TRUE : LuaValue.NIL,
          LuaValue.valueOf(result.timedOut() ? "signal" : "exit"),
          LuaValue.valueOf(code));
    } catch (SpellException e) {
      throw new LuaError("os.execute: " + e.message());
    } catch (IOException e) {
      throw new LuaError("os.execute: can not run '" + command + "'");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LuaError("os.execute: '" + command + "' was interrupted");
    }
  }

  /** There is one locale, that of C. */
  private static LuaValue setLocale(Args args) {
    String name = args.isAbsent(1) ? "" : args.string(1).tojstring();
    return List.of("", "C", "POSIX").contains(name) ? LuaValue.valueOf("C") : LuaValue.NIL;
  }

  private Varargs exit(Args args) {
    LuaValue code = args.get(1);
    host.exit(
        code.isnil() || code == LuaValue.TRUE
            ? 0
            : code == LuaValue.FALSE ? 1 : (int) args.integer(1));
    return LuaValue.NONE;
  }

  private Varargs remove(Args args) {
    String name = args.string(1).tojstring();
    return attempt(name, () -> sandbox.files().delete(sandbox.resolve(name).toString(), false));
  }

  private Varargs rename(Args args) {
    String from = args.string(1).tojstring();
    String to = args.string(2).tojstring();
    return attempt(
        from,
        () ->
            sandbox
                .files()
                .move(sandbox.resolve(from).toString(), sandbox.resolve(to).toString(), true));
  }

  /** Something that may fail with an input/output error. */
  private interface Action {
    void run() throws IOException;
  }

  private static Varargs attempt(String name, Action action) {
    try {
      action.run();
      return LuaValue.TRUE;
    } catch (SpellException e) {
      return LuaValue.varargsOf(LuaValue.NIL, LuaValue.valueOf(e.message()));
    } catch (IOException e) {
      return LuaValue.varargsOf(LuaValue.NIL, LuaValue.valueOf(name + ": can not be changed"));
    }
  }

  private LuaValue temporaryName() {
    try {
      String name =
          Path.of(System.getProperty("java.io.tmpdir"), "lua_" + UUID.randomUUID()).toString();
      sandbox.files().write(name, _ -> {});
      return LuaValue.valueOf(name);
    } catch (SpellException | IOException e) {
      throw new LuaError("unable to generate a unique filename");
    }
  }
}
