package org.llmspell.verify;

import java.util.List;
import org.llmspell.core.plugin.PermissionUse;
import org.llmspell.core.plugin.PluginReport;

/**
 * What is in a jar, whatever the settings say about it.
 *
 * @param size how much
 * @param declarations of its manifest
 * @param uses what its classes use
 * @param refusals why it must not be installed
 * @param notes what the operator should know
 * @param signed whether there is a signature
 * @param whole whether all of it was read; when not, the refusal says why
 */
record Contents(
    PluginReport.Size size,
    Declarations declarations,
    List<PermissionUse> uses,
    List<String> refusals,
    List<String> notes,
    boolean signed,
    boolean whole) {}
