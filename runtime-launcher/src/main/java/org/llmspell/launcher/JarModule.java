package org.llmspell.launcher;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.connect.ConnectContent;
import org.osgi.framework.connect.ConnectModule;

/** A bundle whose classes are on the class path and whose other entries are read from its jar. */
final class JarModule implements ConnectModule, ConnectContent {

  private final Path jar;
  private @Nullable JarFile file;

  JarModule(Path jar) {
    this.jar = jar;
  }

  @Override
  public ConnectContent getContent() {
    return this;
  }

  @Override
  public Optional<Map<String, String>> getHeaders() {
    try {
      var headers = new HashMap<String, String>();
      file()
          .getManifest()
          .getMainAttributes()
          .forEach((name, value) -> headers.put(name.toString(), value.toString()));
      return Optional.of(headers);
    } catch (IOException e) {
      throw new LaunchException("Cannot read the bundle " + jar + ": " + Home.reason(e) + ".", e);
    }
  }

  @Override
  public Iterable<String> getEntries() throws IOException {
    return file().stream().map(ZipEntry::getName).toList();
  }

  @Override
  public Optional<ConnectEntry> getEntry(String path) {
    try {
      JarFile open = file();
      return Optional.ofNullable(open.getEntry(path)).map(entry -> new JarEntry(open, entry));
    } catch (IOException e) {
      throw new LaunchException("Cannot read the bundle " + jar + ": " + Home.reason(e) + ".", e);
    }
  }

  @Override
  public Optional<ClassLoader> getClassLoader() {
    return Optional.of(JarModule.class.getClassLoader());
  }

  @Override
  public synchronized void open() throws IOException {
    if (file == null) {
      file = new JarFile(jar.toFile(), false, ZipFile.OPEN_READ);
    }
  }

  @Override
  public synchronized void close() throws IOException {
    if (file != null) {
      file.close();
      file = null;
    }
  }

  private synchronized JarFile file() throws IOException {
    if (file == null) {
      throw new FileNotFoundException(jar + " is not open");
    }
    return file;
  }

  private record JarEntry(JarFile jar, ZipEntry entry) implements ConnectEntry {

    @Override
    public String getName() {
      return entry.getName();
    }

    @Override
    public long getContentLength() {
      return entry.getSize();
    }

    @Override
    public long getLastModified() {
      return entry.getTime();
    }

    @Override
    public InputStream getInputStream() throws IOException {
      return jar.getInputStream(entry);
    }
  }
}
