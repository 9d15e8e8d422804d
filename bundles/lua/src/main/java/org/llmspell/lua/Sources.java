package org.llmspell.lua;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.llmspell.lua.lib.Args;
import org.llmspell.lua.lib.Bom;
import org.llmspell.lua.lib.ChunkNames;
import org.llmspell.lua.lib.Native;
import org.llmspell.lua.lib.Sandbox;
import org.luaj.vm2.Globals;
import org.luaj.vm2.LuaError;
import org.luaj.vm2.LuaFunction;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;

/** Loads code: {@code load}, {@code loadfile}, {@code dofile}, {@code require}. Text only. */
final class Sources {
  private static final int MAX_BYTES = 10_000_000;

  private final Globals globals;
  private final Sandbox sandbox;
  private final Meter meter;
  private final List<Path> folders;
  private final Supplier<Frames> frames;
  private final LuaTable loaded = new LuaTable();
  private final LuaTable preload = new LuaTable();

  /**
   * The sources of one script.
   *
   * @param folders where modules are looked for
   * @param frames where the script is
   */
  Sources(
      Globals globals, Sandbox sandbox, Meter meter, List<Path> folders, Supplier<Frames> frames) {
    this.globals = globals;
    this.sandbox = sandbox;
    this.meter = meter;
    this.folders = folders;
    this.frames = frames;
  }

  void install() {
    var table = new LuaTable();
    table.set("loaded", loaded);
    table.set("preload", preload);
    table.set("path", LuaValue.valueOf("./?.lua;./?/init.lua"));
    table.set("config", LuaValue.valueOf("/\n;\n?\n!\n-\n"));
    globals.set("package", table);
    Native.add(globals, "load", this::load);
    Native.add(globals, "loadstring", this::load);
    Native.add(globals, "loadfile", this::loadFile);
    Native.add(globals, "dofile", args -> readable(args, 1).call());
    Native.add(globals, "require", this::require);
  }

  /** Makes the standard libraries known to {@code require}. */
  void register(String name, LuaValue library) {
    loaded.set(name, library);
  }

  /**
   * Compiles a text.
   *
   * @throws LuaError when it is no Lua
   */
  LuaFunction compile(byte[] text, String chunk, LuaValue environment) {
    byte[] code = Bom.strip(text);
    if (code.length > 0 && code[0] == 0x1B) {
      throw new LuaError(
          LuaValue.valueOf(
              ChunkNames.shown(chunk) + ": attempt to load a binary chunk (only text is allowed)"));
    }
    if (code.length > MAX_BYTES) {
      throw new LuaError(
          LuaValue.valueOf(
              "%s: the text has %d bytes; at most %d are allowed"
                  .formatted(ChunkNames.shown(chunk), code.length, MAX_BYTES)));
    }
    meter.step(1 + code.length / 4);
    try {
      return globals.load(new ByteArrayInputStream(code), chunk, "t", environment).checkfunction();
    } catch (StackOverflowError e) {
      throw new LuaError(
          LuaValue.valueOf(ChunkNames.shown(chunk) + ": the code is nested too deeply"));
    }
  }

  private Varargs load(Args args) {
    LuaValue chunk = args.get(1);
    byte[] text = chunk instanceof LuaString string ? bytes(string) : pieces(args);
    String name =
        args.isAbsent(2)
            ? chunk instanceof LuaString string ? string.tojstring() : "=(load)"
            : args.string(2).tojstring();
    String mode = args.isAbsent(3) ? "bt" : args.string(3).tojstring();
    if (!mode.contains("t")) {
      return refusal("attempt to load a text chunk (mode is '%s')".formatted(mode));
    }
    try {
      return compile(text, name, args.count() >= 4 ? args.get(4) : globals);
    } catch (LuaError e) {
      return LuaValue.varargsOf(LuaValue.NIL, Positions.value(e, frames.get()));
    }
  }

  private static Varargs refusal(String why) {
    return LuaValue.varargsOf(LuaValue.NIL, LuaValue.valueOf(why));
  }

  private static byte[] bytes(LuaString text) {
    var bytes = new byte[text.length()];
    text.copyInto(0, bytes, 0, bytes.length);
    return bytes;
  }

  private byte[] pieces(Args args) {
    LuaFunction reader = args.function(1);
    var all = new java.io.ByteArrayOutputStream();
    while (true) {
      LuaValue piece = reader.call();
      if (piece.isnil() || (piece instanceof LuaString text && text.length() == 0)) {
        return all.toByteArray();
      }
      if (!(piece instanceof LuaString text)) {
        throw new LuaError("reader function must return a string");
      }
      meter.allocate(text.length() + (long) all.size());
      all.writeBytes(bytes(text));
    }
  }

  private Varargs loadFile(Args args) {
    try {
      return readable(args, 1);
    } catch (LuaError e) {
      return LuaValue.varargsOf(LuaValue.NIL, Positions.value(e, frames.get()));
    }
  }

  private LuaFunction readable(Args args, int index) {
    String name = args.string(index).tojstring();
    return compileFile(name, sandbox.resolve(name));
  }

  private LuaFunction compileFile(String name, Path path) {
    byte[] code =
        sandbox
            .code(name, path, MAX_BYTES)
            .orElseThrow(() -> new LuaError("cannot open " + name + ": no such file"));
    return compile(code, "@" + path.getFileName(), globals);
  }

  private Varargs require(Args args) {
    LuaString name = args.string(1);
    LuaValue known = loaded.get(name);
    if (!known.isnil()) {
      return known;
    }
    LuaValue loader = preload.get(name);
    Optional<Path> file = loader.isnil() ? find(name.tojstring()) : Optional.empty();
    if (loader.isnil()) {
      loader =
          file.<LuaValue>map(path -> compileFile(path.toString(), path))
              .orElseThrow(() -> new LuaError(notFound(name.tojstring())));
    }
    LuaValue result =
        loader.call(name, LuaValue.valueOf(file.map(Path::toString).orElse(":preload:")));
    if (!result.isnil()) {
      loaded.set(name, result);
    } else if (loaded.get(name).isnil()) {
      loaded.set(name, LuaValue.TRUE);
    }
    return loaded.get(name);
  }

  private Optional<Path> find(String name) {
    String path = name.replace('.', '/');
    List<Path> candidates = new ArrayList<>();
    for (Path folder : folders) {
      candidates.add(folder.resolve(path + ".lua"));
      candidates.add(folder.resolve(path).resolve("init.lua"));
    }
    return sandbox.firstOwn(candidates.stream());
  }

  private String notFound(String name) {
    return "module '%s' not found in %s"
        .formatted(name, String.join(", ", folders.stream().map(Path::toString).toList()));
  }

  /** The bytes of a script's text. */
  static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
