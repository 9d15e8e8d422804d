package org.llmspell.core.plugin;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What was found in the jar of a plugin.
 *
 * @param name symbolic name of its bundle; empty when it was not found
 * @param version version of its bundle; empty when it was not found
 * @param sha256 of the jar, in hex
 * @param size what there is in it
 * @param signature who signed it
 * @param declared the permissions that its manifest declares
 * @param allowed the permissions that every plugin may have, by the settings
 * @param uses what its classes use of the outside, in the order in which it was found
 * @param refusals why it must not be installed, whatever is granted
 * @param notes what the operator should know
 */
public record PluginReport(
    String name,
    String version,
    String sha256,
    Size size,
    Signature signature,
    Set<Permission> declared,
    Set<Permission> allowed,
    List<PermissionUse> uses,
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
  public record Size(long bytes, int entries, long unpackedBytes, int classes, int nestedJars) {}

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
    uses = List.copyOf(uses);
    refusals = List.copyOf(refusals);
    notes = List.copyOf(notes);
  }

  /**
   * The declared permissions that the operator must still agree to, in a fixed order.
   *
   * @param granted those that the operator agreed to
   */
  public Set<Permission> missing(Set<Permission> granted) {
    Set<Permission> missing = new TreeSet<>(declared);
    missing.removeAll(allowed);
    missing.removeAll(granted);
    return missing;
  }
}
