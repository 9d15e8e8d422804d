package org.llmspell.config;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.osgi.framework.BundleContext;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.cm.ConfigurationEvent;
import org.osgi.service.cm.ConfigurationListener;

/**
 * Waits until changed configurations have arrived. ConfigAdmin tells its listeners of changes on a
 * thread of its own, one change after the other, each to all listeners; Declarative Services is one
 * of these and reconfigures its components before it returns. So when a change that was made last
 * arrives here, all earlier ones have arrived there.
 */
final class Delivery {
  private static final String MARK = "org.llmspell.config.mark";
  private static final long PATIENCE_SECONDS = 10;

  private Delivery() {}

  /** Returns when all changes made before have arrived, or after ten seconds with a warning. */
  static void await(BundleContext context, ConfigurationAdmin admin) {
    var arrived = new CountDownLatch(1);
    ConfigurationListener listener =
        event -> {
          if (event.getPid().equals(MARK) && event.getType() == ConfigurationEvent.CM_DELETED) {
            arrived.countDown();
          }
        };
    var registration = context.registerService(ConfigurationListener.class, listener, null);
    try {
      admin.getConfiguration(MARK, null).delete();
      if (!arrived.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        System.getLogger("llmspell.config")
            .log(
                Level.WARNING,
                "The settings have not reached all bundles within {0} seconds",
                PATIENCE_SECONDS);
      }
    } catch (IOException e) {
      throw new IllegalStateException("A configuration that is kept nowhere was not deleted", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // the settings arrive all the same
    } finally {
      registration.unregister();
    }
  }
}
