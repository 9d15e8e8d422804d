package org.luaj.vm2.lib;

import org.luaj.vm2.Prototype;

/** Tells what a value was called in the source. */
public final class VariableNames {
  private VariableNames() {}

  /**
   * What a register holds at an instruction, for example {@code global 'x'}; empty when it has no
   * name.
   */
  public static String of(Prototype function, int pc, int register) {
    var found = DebugLib.getobjname(function, pc, register);
    return found == null || found.namewhat.equals("constant")
        ? ""
        : "%s '%s'".formatted(found.namewhat, found.name);
  }
}
