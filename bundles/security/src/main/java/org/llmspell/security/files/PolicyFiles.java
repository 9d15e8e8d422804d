package org.llmspell.security.files;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import org.llmspell.core.error.SpellException;
import org.llmspell.core.security.guard.FileAction;
import org.llmspell.core.security.guard.FileEntry;
import org.llmspell.core.security.guard.GuardedFiles;
import org.llmspell.security.policy.Usage;

/**
 * The files of one call: each operation locates, counts, opens the folder, and does its work in it.
 */
final class PolicyFiles implements GuardedFiles {
  private final Locator locator;
  private final Usage usage;
  private final Folders folders;

  PolicyFiles(Locator locator, Usage usage) {
    this(locator, usage, new Folders(true));
  }

  PolicyFiles(Locator locator, Usage usage, Folders folders) {
    this.locator = locator;
    this.usage = usage;
    this.folders = folders;
  }

  private Folder folderOf(Located file) throws IOException {
    return folders.open(file.anchor(), file.folder(), file.bounded());
  }

  private Folder itself(Located folder) throws IOException {
    return folders.open(folder.anchor(), folder.real(), folder.bounded());
  }

  @Override
  public GuardedFiles also(Collection<Path> more, Set<FileAction> actions) {
    return new PolicyFiles(locator.also(more, actions), usage, folders);
  }

  @Override
  public Path check(String path, FileAction action) {
    usage.fileOperation();
    return locator.target(path, action).real();
  }

  @Override
  public boolean isAllowed(String path, FileAction action) {
    try {
      return locator.target(path, action).real().isAbsolute();
    } catch (SpellException e) {
      return false;
    }
  }

  @Override
  public Optional<FileEntry> entry(String path) throws IOException {
    usage.fileOperation();
    Located target = locator.target(path, FileAction.READ);
    try {
      return Optional.of(entry(target));
    } catch (NoSuchFileException | NotDirectoryException e) {
      return Optional.empty();
    }
  }

  private FileEntry entry(Located target) throws IOException {
    if (target.real().equals(target.anchor())) {
      try (Folder folder = itself(target)) {
        FileEntry own = folder.entry(Path.of("."));
        return new FileEntry(
            target.real(),
            own.kind(),
            own.size(),
            own.modified(),
            own.created(),
            own.accessed(),
            own.permissions());
      }
    }
    try (Folder folder = folderOf(target)) {
      return folder.entry(target.name());
    }
  }

  @Override
  public InputStream read(String path) throws IOException {
    long max = locator.maxFileBytes();
    SeekableByteChannel channel = open(path, max);
    return new MeteredInput(channel, path, max, usage);
  }

  @Override
  public byte[] readBytes(String path, long maxBytes) throws IOException {
    long max = Math.min(maxBytes, locator.maxFileBytes());
    try (var in = new MeteredInput(open(path, max), path, max, usage)) {
      return in.readAllBytes();
    }
  }

  @Override
  public SeekableByteChannel channel(String path) throws IOException {
    return new MeteredChannel(open(path, locator.maxFileBytes()), usage);
  }

  private SeekableByteChannel open(String path, long max) throws IOException {
    usage.fileOperation();
    Located file = locator.target(path, FileAction.READ);
    if (file.real().equals(file.anchor())) {
      throw new FileSystemException(file.real().toString(), null, "it is a folder");
    }
    try (Folder folder = folderOf(file)) {
      expectFile(folder.entry(file.name()));
      SeekableByteChannel channel = folder.open(file.name(), Set.of(StandardOpenOption.READ));
      long size = channel.size();
      if (size > max) {
        channel.close();
        throw MeteredInput.tooLarge(path, size, max);
      }
      return channel;
    }
  }

  /** A pipe would block for ever, and a device is no file. */
  private static void expectFile(FileEntry entry) throws IOException {
    switch (entry.kind()) {
      case FILE -> {}
      case FOLDER -> throw new FileSystemException(entry.path().toString(), null, "it is a folder");
      case LINK ->
          throw new FileSystemException(
              entry.path().toString(), null, "a link was put in its place");
      case OTHER ->
          throw new FileSystemException(
              entry.path().toString(), null, "it is no ordinary file but a device or a pipe");
    }
  }

  @Override
  public void write(String path, Writer writer) throws IOException {
    usage.fileOperation();
    Located file = writable(path);
    try (Folder folder = folderOf(file)) {
      replace(folder, file, writer);
    }
  }

  private Located writable(String path) throws IOException {
    Located file = locator.target(path, FileAction.WRITE);
    if (file.real().equals(file.anchor())) {
      throw new FileSystemException(file.real().toString(), null, "it is a folder");
    }
    return file;
  }

  private void replace(Folder folder, Located file, Writer writer) throws IOException {
    Optional<FileEntry> before = existing(folder, file.name());
    if (before.isPresent()) {
      expectFile(before.get());
    }
    Path fresh = Path.of(".llmspell-" + UUID.randomUUID());
    boolean done = false;
    try {
      Set<OpenOption> options = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
      try (var out =
          new MeteredOutput(
              folder.open(fresh, options), file.given(), 0, locator.maxFileBytes(), usage)) {
        writer.write(out);
      }
      if (before.isPresent()) {
        folder.setPermissions(fresh, before.get().permissions());
      }
      folder.move(fresh, folder, file.name());
      done = true;
    } finally {
      if (!done) {
        folder.deleteFile(fresh);
      }
    }
  }

  private static Optional<FileEntry> existing(Folder folder, Path name) throws IOException {
    try {
      return Optional.of(folder.entry(name));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  @Override
  public OutputStream append(String path) throws IOException {
    usage.fileOperation();
    Located file = writable(path);
    try (Folder folder = folderOf(file)) {
      Optional<FileEntry> before = existing(folder, file.name());
      if (before.isPresent()) {
        expectFile(before.get());
      }
      SeekableByteChannel channel =
          folder.open(
              file.name(),
              Set.of(
                  StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND));
      return new MeteredOutput(channel, path, channel.size(), locator.maxFileBytes(), usage);
    }
  }

  @Override
  public List<FileEntry> list(String path) throws IOException {
    List<FileEntry> entries = new ArrayList<>();
    walk(
        path,
        1,
        entry -> {
          entries.add(entry);
          return false;
        });
    return entries;
  }

  @Override
  public void walk(String path, int maxDepth, Predicate<FileEntry> visitor) throws IOException {
    usage.fileOperation();
    Located start = locator.target(path, FileAction.READ);
    try (Folder folder = itself(start)) {
      new Walk(locator.maxEntries(), maxDepth, visitor).visit(folder, 1);
    }
  }

  /** One walk: how much it may still visit. */
  private final class Walk {
    private final int max;
    private final int maxDepth;
    private final Predicate<FileEntry> visitor;
    private int count;

    Walk(int max, int maxDepth, Predicate<FileEntry> visitor) {
      this.max = max;
      this.maxDepth = maxDepth;
      this.visitor = visitor;
    }

    void visit(Folder folder, int depth) throws IOException {
      for (Path name : folder.names(max == Integer.MAX_VALUE ? max : max + 1)) {
        if (!locator.allowsChild(folder.path().resolve(name))) {
          continue;
        }
        if (++count > max) {
          throw usage.exceeded("file_operations_per_second", "file_entries", max, count);
        }
        Optional<FileEntry> entry = existing(folder, name);
        if (entry.isPresent() && visitor.test(entry.get())) {
          into(folder, entry.get(), depth);
        }
      }
    }

    private void into(Folder folder, FileEntry entry, int depth) throws IOException {
      if (entry.isFolder() && depth < maxDepth) {
        usage.fileOperation();
        try (Folder inner = Folders.enter(folder, Path.of(entry.name()))) {
          visit(inner, depth + 1);
        }
      }
    }
  }

  @Override
  public void copy(String from, String to, boolean replace) throws IOException {
    try (InputStream in = read(from)) {
      if (!replace && entry(to).isPresent()) {
        throw new FileAlreadyExistsException(to);
      }
      write(to, in::transferTo);
    }
  }

  @Override
  public void move(String from, String to, boolean replace) throws IOException {
    usage.fileOperation();
    Located source = locator.itself(from, FileAction.DELETE);
    Located target = locator.itself(to, FileAction.WRITE);
    refuseAnchor(source);
    refuseAnchor(target);
    locator.refuseIfDeniedInside(source);
    try (Folder here = folderOf(source);
        Folder there = folderOf(target)) {
      if (!replace && existing(there, target.name()).isPresent()) {
        throw new FileAlreadyExistsException(to);
      }
      here.move(source.name(), there, target.name());
    }
  }

  private static void refuseAnchor(Located path) throws IOException {
    if (path.real().equals(path.anchor())) {
      throw new FileSystemException(
          path.real().toString(), null, "it is the top of what is allowed and stays where it is");
    }
  }

  @Override
  public void delete(String path, boolean recursive) throws IOException {
    usage.fileOperation();
    Located target = locator.itself(path, FileAction.DELETE);
    refuseAnchor(target);
    locator.refuseIfDeniedInside(target);
    try (Folder folder = folderOf(target)) {
      delete(folder, target.name(), recursive);
    }
  }

  private void delete(Folder folder, Path name, boolean recursive) throws IOException {
    if (!folder.entry(name).isFolder()) {
      folder.deleteFile(name);
      return;
    }
    if (recursive) {
      try (Folder inner = Folders.enter(folder, name)) {
        for (Path child : inner.names(Integer.MAX_VALUE)) {
          usage.fileOperation();
          if (!locator.allowsChild(inner.path().resolve(child))) {
            throw new FileSystemException(
                inner.path().resolve(child).toString(), null, "it may not be deleted");
          }
          delete(inner, child, true);
        }
      }
    }
    folder.deleteFolder(name);
  }

  @Override
  public void createFolders(String path) throws IOException {
    usage.fileOperation();
    Located target = locator.target(path, FileAction.WRITE);
    makeAnchor(target);
    List<Path> names = new ArrayList<>();
    target.anchor().relativize(target.real()).forEach(names::add);
    names.removeIf(name -> name.toString().isEmpty());
    Folder current = folders.open(target.anchor(), target.anchor(), target.bounded());
    try (Folder top = folders.open(target.anchor(), target.anchor(), target.bounded())) {
      for (Path name : names) {
        if (existing(current, name).isEmpty()) {
          make(current, name, top);
        }
        Folder next = Folders.enter(current, name);
        current.close();
        current = next;
      }
    } finally {
      current.close();
    }
  }

  /** The top itself may be missing; whoever may write below it may make it. */
  private static void makeAnchor(Located target) throws IOException {
    if (!java.nio.file.Files.isDirectory(target.anchor())) {
      java.nio.file.Files.createDirectories(target.anchor());
    }
  }

  private static void make(Folder folder, Path name, Folder top) throws IOException {
    try {
      folder.makeFolder(name, top);
    } catch (FileAlreadyExistsException e) {
      // Somebody was faster; entering it shows whether it is a folder.
    }
  }
}
