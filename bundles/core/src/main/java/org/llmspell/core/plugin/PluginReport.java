package org.llmspell.core.plugin;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What was found in the jar of a plugin.
 *
 * @param label how the jar is called
 * @param name symbolic name of its bundle; empty when it was not found
 * @param version version of its bundle; empty when it was not found
 * @param sha256 of the jar, in hex
 * @param size what there is in it
 * @param signature who signed it
 * @param declared the permissions that its manifest declares
 * @param allowed the permissions that every plugin may have, by the settings
 * @param granted the permissions that the operator gave to this plugin
 * @param uses what its classes use of the outside, in the order in which it was found
 * @param tools the tools that its manifest declares
 * @param refusals why it must not be installed, whatever is granted
 * @param notes what the operator should know
 */
public record PluginReport(
    String label,
    String name,
    String version,
    String sha256,
    Size size,
    Signature signature,
    Set<Permission> declared,
    Set<Permission> allowed,
    Set<Permission> granted,
    List<PermissionUse> uses,
    List<String> tools,
    List<String> refusals,
    List<String> notes) {

  /**
   * How much there is in a jar, jars in it included.
   *
   * @param bytes of the file
   * @param entries how many
   * @param unpackedBytes of all entries
   * @param classes how many
   * @param nestedJars how many
   */
  public record Size(long bytes, int entries, long unpackedBytes, int classes, int nestedJars) {
    /** Nothing was found. */
    public static final Size NONE = new Size(0, 0, 0, 0, 0);
  }

  /** What is known of a signature. */
  public enum SignatureState {
    /** There is none. */
    UNSIGNED,
    /** Valid, of somebody who is trusted. */
    TRUSTED,
    /** Valid, of somebody who is not trusted. */
    UNTRUSTED,
    /** Valid, but the certificate was not valid at the time. */
    EXPIRED,
    /** Only a part of the entries is signed. */
    PARTIAL,
    /** What is in the jar is not what was signed. */
    TAMPERED,
    /** Not looked at, because the jar was refused before. */
    UNKNOWN
  }

  /**
   * A signature.
   *
   * @param state what is known of it
   * @param signer the subject of the certificate; empty when there is none
   * @param detail more about the state, for people; may be empty
   */
  public record Signature(SignatureState state, String signer, String detail) {}

  /** Copies what is given. */
  public PluginReport {
    declared = Set.copyOf(declared);
    allowed = Set.copyOf(allowed);
    granted = Set.copyOf(granted);
    uses = List.copyOf(uses);
    tools = List.copyOf(tools);
    refusals = List.copyOf(refusals);
    notes = List.copyOf(notes);
  }

  /** The same with what the operator gave. */
  public PluginReport withGranted(Set<Permission> grants) {
    return new PluginReport(
        label, name, version, sha256, size, signature, declared, allowed, grants, uses, tools,
        refusals, notes);
  }

  /** The permissions that are used. */
  public Set<Permission> used() {
    Set<Permission> used = EnumSet.noneOf(Permission.class);
    uses.forEach(use -> use.permission().ifPresent(used::add));
    return used;
  }

  /** The declared permissions that the operator must still agree to, in a fixed order. */
  public Set<Permission> missing() {
    Set<Permission> missing = new TreeSet<>(declared);
    missing.removeAll(allowed);
    missing.removeAll(granted);
    return missing;
  }

  /** Whether the plugin may be installed with what is granted. */
  public boolean accepted() {
    return refusals.isEmpty() && missing().isEmpty();
  }
}
