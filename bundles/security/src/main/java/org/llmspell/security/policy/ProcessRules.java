package org.llmspell.security.policy;

import java.util.List;

/**
 * Which programs may be run.
 *
 * @param enabled whether any
 * @param allowed names of programs
 * @param any whether every program that is not blocked
 * @param blocked names of programs that are never run
 */
public record ProcessRules(
    boolean enabled, List<String> allowed, boolean any, List<String> blocked) {

  public static final String FLAG = Keys.SECTION + "allow_process_spawn";
  public static final String TOOL_FLAG = "tools.system.allow_process_execution";
  public static final String COMMANDS = "tools.system.allowed_commands";
  static final String ANY = "tools.system.allow_any_command";
  public static final String BLOCKED = "tools.system.blocked_commands";

  static final List<String> ALLOWED_BY_DEFAULT =
      List.of(
          "echo", "cat", "ls", "pwd", "whoami", "date", "uname", "which", "test", "head", "tail",
          "wc", "grep", "find", "sort", "uniq");
  static final List<String> BLOCKED_BY_DEFAULT =
      List.of(
          "rm",
          "rmdir",
          "mv",
          "cp",
          "chmod",
          "chown",
          "sudo",
          "su",
          "passwd",
          "ssh",
          "scp",
          "curl",
          "wget",
          "nc",
          "netcat",
          "nmap",
          "dd",
          "mkfs",
          "fdisk",
          "mount",
          "umount",
          "systemctl",
          "service",
          "kill",
          "killall",
          "pkill");

  /** Copies the lists. */
  public ProcessRules {
    allowed = List.copyOf(allowed);
    blocked = List.copyOf(blocked);
  }
}
