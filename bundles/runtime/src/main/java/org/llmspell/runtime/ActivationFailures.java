package org.llmspell.runtime;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.ComponentConstants;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.service.component.runtime.dto.ComponentConfigurationDTO;

/** Asks Declarative Services why a component could not be activated. */
final class ActivationFailures {

  /** The innermost cause of a stack trace: {@code Caused by: some.Class: the message}. */
  private static final Pattern CAUSE =
      Pattern.compile("(?m)^(?:Caused by: )?[\\w.$]+(?:Exception|Error)(?:: (.+))?$");

  private ActivationFailures() {}

  static String reason(BundleContext context, ServiceReference<?> tool) {
    var reference = context.getServiceReference(ServiceComponentRuntime.class);
    ServiceComponentRuntime runtime = reference == null ? null : context.getService(reference);
    if (runtime == null) {
      return "its component failed to activate";
    }
    try {
      Object name = tool.getProperty(ComponentConstants.COMPONENT_NAME);
      for (var description : runtime.getComponentDescriptionDTOs(tool.getBundle())) {
        if (!description.name.equals(name)) {
          continue;
        }
        for (var configuration : runtime.getComponentConfigurationDTOs(description)) {
          if (configuration.state == ComponentConfigurationDTO.FAILED_ACTIVATION) {
            return innermost(configuration.failure);
          }
        }
      }
      return "its component failed to activate";
    } finally {
      context.ungetService(reference);
    }
  }

  /** The message of the innermost cause in the text of a stack trace. */
  static String innermost(String trace) {
    Matcher matcher = CAUSE.matcher(trace);
    String message = null;
    while (matcher.find()) {
      message = matcher.group(1) != null ? matcher.group(1) : message;
    }
    return message == null ? "its component failed to activate" : message.strip();
  }
}
