package org.llmspell.lua.lib;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.error.SpellException;
import org.llmspell.core.security.guard.GuardedFiles;
import org.luaj.vm2.LuaError;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;

/**
 * The library {@code io}: standard streams, and files as far as the sandbox lets it. Files that a
 * script leaves open are closed with the library.
 */
public final class IoLibrary implements AutoCloseable {
  private final Sandbox sandbox;
  private final Budget budget;
  private final Set<LuaFile> open = ConcurrentHashMap.newKeySet();
  private final LuaTable methods = new LuaTable();
  private final LuaFile input;
  private final LuaFile output;
  private final LuaFile errors;

  /** The library of one script. */
  public IoLibrary(
      Sandbox sandbox, Budget budget, InputStream in, OutputStream out, OutputStream err) {
    this.sandbox = sandbox;
    this.budget = budget;
    this.input = file("stdin", new BufferedInputStream(in), null);
    this.output = file("stdout", null, out);
    this.errors = file("stderr", null, err);
    addMethods();
  }

  private LuaFile file(String name, @Nullable InputStream in, @Nullable OutputStream out) {
    var metatable = new LuaTable();
    metatable.set("__index", methods);
    metatable.set("__name", "FILE*");
    metatable.set("__metatable", LuaValue.FALSE);
    Native.add(metatable, "__tostring", args -> LuaValue.valueOf(LuaFile.of(args, 1).describe()));
    return new LuaFile(name, in, out, metatable, budget);
  }

  /** The library as a table. */
  public LuaTable table() {
    var table = new LuaTable();
    table.set("stdin", input);
    table.set("stdout", output);
    table.set("stderr", errors);
    Native.add(table, "write", args -> output.write(args, 1));
    Native.add(table, "read", args -> input.read(args, 1));
    Native.add(table, "open", this::open);
    Native.add(table, "lines", this::lines);
    Native.add(table, "close", args -> args.isAbsent(1) ? LuaValue.TRUE : close(args));
    Native.add(table, "type", IoLibrary::type);
    Native.add(table, "popen", _ -> absent("popen", "the tool process_executor runs programs"));
    Native.add(table, "tmpfile", _ -> absent("tmpfile", "os.tmpname gives a name"));
    Native.add(table, "flush", _ -> output.flush());
    Native.add(table, "input", _ -> input);
    Native.add(table, "output", _ -> output);
    return table;
  }

  private static Varargs absent(String name, String instead) {
    throw new LuaError("io.%s is not available in any profile; %s".formatted(name, instead));
  }

  private void addMethods() {
    Native.add(methods, "write", args -> LuaFile.of(args, 1).write(args, 2));
    Native.add(methods, "read", args -> LuaFile.of(args, 1).read(args, 2));
    Native.add(methods, "lines", args -> LuaFile.of(args, 1).lines(args, 2, false));
    Native.add(methods, "close", this::close);
    Native.add(methods, "flush", args -> LuaFile.of(args, 1).flush());
    Native.add(methods, "seek", args -> LuaFile.of(args, 1).seek(args));
    Native.add(methods, "setvbuf", _ -> LuaValue.TRUE);
  }

  private Varargs close(Args args) {
    LuaFile file = LuaFile.of(args, 1);
    open.remove(file);
    file.close();
    return LuaValue.TRUE;
  }

  private static LuaValue type(Args args) {
    return args.any(1) instanceof LuaFile file
        ? LuaValue.valueOf(file.isClosed() ? "closed file" : "file")
        : LuaValue.NIL;
  }

  private Varargs open(Args args) {
    String name = args.string(1).tojstring();
    String mode = args.isAbsent(2) ? "r" : args.string(2).tojstring();
    if (!mode.matches("[rwa]\\+?b?")) {
      throw args.bad(2, "invalid mode");
    }
    try {
      return openFile(name, mode.replace("b", ""));
    } catch (SpellException e) {
      String asGiven = e.message().replace("'" + sandbox.resolve(name) + "'", "'" + name + "'");
      return LuaValue.varargsOf(
          LuaValue.NIL, LuaValue.valueOf(asGiven), LuaValue.valueOf(13)); // as EACCES
    } catch (IOException | LuaError e) {
      return LuaValue.varargsOf(
          LuaValue.NIL,
          LuaValue.valueOf(e instanceof LuaError ? e.getMessage() : name + ": " + reason(name)),
          LuaValue.valueOf(2));
    }
  }

  private String reason(String name) {
    Path path = sandbox.resolve(name);
    return Files.isDirectory(path)
        ? "Is a directory"
        : Files.exists(path) ? "Permission denied" : "No such file or directory";
  }

  private LuaFile openFile(String name, String mode) throws IOException {
    Path path = sandbox.resolve(name);
    if (!mode.equals("r") && !sandbox.allows(Profile.STANDARD)) {
      throw sandbox.refusal(
          "io.open: writing " + name,
          Profile.STANDARD,
          "where tools.file_operations.allowed_paths does, \"full\" in the script's folder too");
    }
    sandbox.checkReadable(name, path);
    GuardedFiles files = sandbox.files();
    String real = path.toString();
    LuaFile file =
        switch (mode.charAt(0)) {
          case 'r' -> file(name, new BufferedInputStream(files.read(real)), null);
          case 'w' -> file(name, null, emptied(files, real));
          default -> file(name, null, files.append(real));
        };
    open.add(file);
    return file;
  }

  /** The file is there at once, empty; what is written comes as it is written. */
  private static OutputStream emptied(GuardedFiles files, String path) throws IOException {
    files.write(path, _ -> {});
    return files.append(path);
  }

  private Varargs lines(Args args) {
    if (args.isAbsent(1)) {
      return input.lines(args, 2, false);
    }
    Varargs result = open(new Args("lines", args.get(1)));
    if (!(result.arg1() instanceof LuaFile file)) {
      throw new LuaError(result.arg(2));
    }
    return file.lines(args, 2, true);
  }

  @Override
  public void close() {
    open.forEach(LuaFile::close);
    open.clear();
    output.flush();
    errors.flush();
  }
}
