package org.llmspell.core.plugin;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.osgi.annotation.bundle.Requirement;

/**
 * Declares that a plugin needs a permission, for all of its classes and the libraries in it. Put it
 * on any class or package of the plugin, once for each permission; bnd writes it into the manifest.
 *
 * <pre>{@code
 * @Component
 * @ToolSpec(name = "word-file", description = "Counts the words of a file", level = RESTRICTED)
 * @NeedsPermission(Permission.FILES)
 * public final class WordFile implements RecordTool<WordFile.Params> { ... }
 * }</pre>
 */
@Requirement(
    namespace = Permission.NAMESPACE,
    filter = "(llmspell.permission=${tolower;${#value}})",
    effective = Permission.EFFECTIVE)
@Documented
@Repeatable(NeedsPermissions.class)
@Target({ElementType.TYPE, ElementType.PACKAGE})
@Retention(RetentionPolicy.CLASS)
public @interface NeedsPermission {

  /** The permission. */
  Permission value();
}
