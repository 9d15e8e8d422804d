package org.llmspell.state.migration;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.llmspell.core.state.migration.CompatibilityReport;
import org.llmspell.core.state.migration.FieldChange;
import org.llmspell.core.state.migration.FieldChange.Kind;
import org.llmspell.core.state.migration.RiskLevel;
import org.llmspell.core.state.migration.SchemaCompatibility;
import org.llmspell.core.state.migration.SchemaField;
import org.llmspell.core.state.migration.StateSchema;

/** Compares two versions of a schema. For one comparison. */
final class Compatibility {
  private final List<String> breaking = new ArrayList<>();
  private final List<String> warnings = new ArrayList<>();
  private final List<FieldChange> changes = new ArrayList<>();
  private boolean removes;

  private Compatibility() {}

  static CompatibilityReport of(StateSchema from, StateSchema to) {
    return new Compatibility().compare(from, to);
  }

  private CompatibilityReport compare(StateSchema from, StateSchema to) {
    if (to.version().isBreakingAfter(from.version())) {
      breaking.add("Major version bump from %s to %s".formatted(from.version(), to.version()));
    } else if (from.version().isAfter(to.version())) {
      breaking.add("Downgrade from %s to %s".formatted(from.version(), to.version()));
    }
    from.fields()
        .forEach((name, field) -> {
          SchemaField other = to.fields().get(name);
          if (other == null) {
            removed(name, field);
          } else {
            compare(name, field, other);
          }
        });
    to.fields()
        .forEach((name, field) -> {
          if (!from.fields().containsKey(name)) {
            added(name, field);
          }
        });
    boolean required = !changes.isEmpty() || !to.transforms().isEmpty();
    return new CompatibilityReport(
        breaking.isEmpty(), level(), breaking, warnings, changes, required, risk(required));
  }

  private void removed(String name, SchemaField field) {
    changes.add(new FieldChange(name, Kind.REMOVED, "Field '%s' removed".formatted(name)));
    removes = true;
    if (field.required()) {
      breaking.add("Required field '%s' removed".formatted(name));
    } else {
      warnings.add("Optional field '%s' removed".formatted(name));
    }
  }

  private void added(String name, SchemaField field) {
    changes.add(new FieldChange(name, Kind.ADDED, "Field '%s' added".formatted(name)));
    if (field.required() && field.defaultValue() == null) {
      breaking.add("Required field '%s' added without default".formatted(name));
    }
  }

  private void compare(String name, SchemaField from, SchemaField to) {
    String before = FieldTypes.canonical(from.type());
    String after = FieldTypes.canonical(to.type());
    if (!before.equals(after)) {
      String detail = "Field '%s' type changed from %s to %s".formatted(name, before, after);
      changes.add(new FieldChange(name, Kind.TYPE_CHANGED, detail));
      breaking.add(detail);
    }
    if (from.required() != to.required()) {
      String detail =
          "Field '%s' became %s".formatted(name, to.required() ? "required" : "optional");
      changes.add(new FieldChange(name, Kind.REQUIRED_CHANGED, detail));
      if (to.required()) {
        breaking.add(detail);
      } else {
        warnings.add(detail);
      }
    }
    boolean sameRules =
        Objects.equals(from.defaultValue(), to.defaultValue())
            && from.validators().equals(to.validators());
    if (!sameRules) {
      String detail = "Field '%s' has another default or other validators".formatted(name);
      changes.add(new FieldChange(name, Kind.MODIFIED, detail));
      warnings.add(detail);
    }
  }

  private SchemaCompatibility level() {
    if (!breaking.isEmpty()) {
      return SchemaCompatibility.BREAKING_CHANGE;
    }
    return removes
        ? SchemaCompatibility.FORWARD_COMPATIBLE
        : SchemaCompatibility.BACKWARD_COMPATIBLE;
  }

  private RiskLevel risk(boolean migrationRequired) {
    if (breaking.stream().anyMatch(t -> t.contains("removed") || t.contains("type changed"))) {
      return RiskLevel.CRITICAL;
    }
    if (!breaking.isEmpty()) {
      return RiskLevel.HIGH;
    }
    return migrationRequired || !warnings.isEmpty() ? RiskLevel.MEDIUM : RiskLevel.LOW;
  }
}
