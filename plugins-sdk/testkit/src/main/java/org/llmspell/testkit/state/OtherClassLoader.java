package org.llmspell.testkit.state;

import java.io.File;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import org.llmspell.core.state.backend.StateBackendFactory;

/** Loads everything but the API anew, like a bundle that is started again. */
final class OtherClassLoader implements AutoCloseable {
  private static final String API = "org.llmspell.core.";

  private final URLClassLoader loader;

  OtherClassLoader() throws MalformedURLException {
    var urls = new ArrayList<URL>();
    for (String path : System.getProperty("java.class.path").split(File.pathSeparator)) {
      urls.add(Path.of(path).toUri().toURL());
    }
    this.loader = new URLClassLoader(urls.toArray(URL[]::new), new ApiOnly());
  }

  ClassLoader loader() {
    return loader;
  }

  StateBackendFactory factory(String name) throws ReflectiveOperationException {
    return loader
        .loadClass(name)
        .asSubclass(StateBackendFactory.class)
        .getConstructor()
        .newInstance();
  }

  @Override
  public void close() throws IOException {
    loader.close();
  }

  private static final class ApiOnly extends ClassLoader {
    ApiOnly() {
      super(ClassLoader.getPlatformClassLoader());
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
      if (name.startsWith(API)) {
        return OtherClassLoader.class.getClassLoader().loadClass(name);
      }
      throw new ClassNotFoundException(name);
    }
  }
}
