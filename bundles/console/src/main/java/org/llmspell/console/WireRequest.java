package org.llmspell.console;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.ProtocolException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What a client sends to have a command run: four bytes that tell our protocol from any other, the
 * version (2 bytes), then what is below; texts are UTF-8 behind their length (4 bytes).
 *
 * @param interactive whether a person looks at the error stream
 * @param workingDirectory an absolute path
 * @param arguments the command line
 * @param environment the environment variables that commands may need
 */
record WireRequest(
    boolean interactive,
    String workingDirectory,
    List<String> arguments,
    Map<String, String> environment) {

  static final int MAGIC = 0x4C53504C;
  static final short VERSION = 1;

  WireRequest {
    arguments = List.copyOf(arguments);
    environment = Map.copyOf(environment);
  }

  byte[] toBytes() throws IOException {
    var bytes = new ByteArrayOutputStream();
    var out = new DataOutputStream(bytes);
    out.writeInt(MAGIC);
    out.writeShort(VERSION);
    out.writeBoolean(interactive);
    write(out, workingDirectory);
    out.writeInt(arguments.size());
    for (String argument : arguments) {
      write(out, argument);
    }
    out.writeInt(environment.size());
    for (var variable : environment.entrySet()) {
      write(out, variable.getKey());
      write(out, variable.getValue());
    }
    return bytes.toByteArray();
  }

  private static void write(DataOutputStream out, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  /**
   * Reads a request.
   *
   * @throws ProtocolException with a sentence for people when it is none of ours
   */
  static WireRequest parse(byte[] payload) throws ProtocolException {
    ByteBuffer in = ByteBuffer.wrap(payload);
    try {
      if (in.getInt() != MAGIC) {
        throw new ProtocolException("The request is malformed; this socket is for llmspell only");
      }
      short version = in.getShort();
      if (version != VERSION) {
        throw new ProtocolException(
            "The running container speaks version %d of the protocol, this llmspell speaks %d; stop"
                    .formatted(VERSION, version)
                + " the container and start it with this llmspell, or use --standalone");
      }
      boolean interactive = in.get() != 0;
      String folder = text(in);
      List<String> arguments = new ArrayList<>();
      for (int count = count(in); count > 0; count--) {
        arguments.add(text(in));
      }
      Map<String, String> environment = new HashMap<>();
      for (int count = count(in); count > 0; count--) {
        environment.put(text(in), text(in));
      }
      if (in.hasRemaining()) {
        throw new ProtocolException("The request is malformed; it is longer than it says");
      }
      if (!isFolder(folder)) {
        throw new ProtocolException(
            "The request is malformed; its working directory is no absolute path");
      }
      return new WireRequest(interactive, folder, arguments, environment);
    } catch (BufferUnderflowException e) {
      throw new ProtocolException("The request is malformed; it ends too early");
    }
  }

  private static boolean isFolder(String text) {
    try {
      return Path.of(text).isAbsolute();
    } catch (InvalidPathException e) {
      return false;
    }
  }

  private static int count(ByteBuffer in) {
    int count = in.getInt();
    if (count < 0 || count > in.remaining()) {
      throw new BufferUnderflowException();
    }
    return count;
  }

  private static String text(ByteBuffer in) {
    byte[] bytes = new byte[count(in)];
    in.get(bytes);
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
