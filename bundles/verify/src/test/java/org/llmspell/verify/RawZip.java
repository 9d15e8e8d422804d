package org.llmspell.verify;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.zip.CRC32;

/** Writes zips that lie: each field of each record can be changed. Content is stored. */
final class RawZip {

  /** What the records of one entry say. */
  static final class Item {
    String name;
    String localName;
    byte[] content;
    int flags = 1 << 11;
    int localFlags = 1 << 11;
    int method;
    int localMethod;
    long crc;
    long localCrc;
    long size;
    long localSize;
    long packed;
    long localPacked;
    long offset = -1;
    byte[] before = {};
    boolean hidden;

    Item(String name, byte[] content) {
      this.name = name;
      this.localName = name;
      this.content = content;
      var sum = new CRC32();
      sum.update(content);
      crc = sum.getValue();
      localCrc = crc;
      size = content.length;
      localSize = size;
      packed = size;
      localPacked = size;
    }
  }

  private final List<Item> items = new ArrayList<>();
  private int count = -1;
  private int directoryShift;
  private String comment = "";
  private byte[] prefix = {};
  private byte[] beforeDirectory = {};

  /** Begins with a good manifest. */
  static RawZip of(String manifest) {
    return new RawZip().add(Jars.MANIFEST, Jars.utf8(manifest), _ -> {});
  }

  RawZip add(String name, byte[] content, Consumer<Item> lie) {
    var item = new Item(name, content);
    lie.accept(item);
    items.add(item);
    return this;
  }

  RawZip count(int told) {
    count = told;
    return this;
  }

  RawZip directoryShift(int by) {
    directoryShift = by;
    return this;
  }

  RawZip comment(String text) {
    comment = text;
    return this;
  }

  RawZip prefix(byte[] bytes) {
    prefix = bytes;
    return this;
  }

  RawZip beforeDirectory(byte[] bytes) {
    beforeDirectory = bytes;
    return this;
  }

  byte[] bytes() {
    var out = new ByteArrayOutputStream();
    out.writeBytes(prefix);
    for (Item item : items) {
      out.writeBytes(item.before);
      if (item.offset < 0) {
        item.offset = out.size();
      }
      out.writeBytes(local(item));
    }
    out.writeBytes(beforeDirectory);
    int start = out.size();
    int listed = 0;
    for (Item item : items) {
      if (!item.hidden) {
        out.writeBytes(central(item));
        listed++;
      }
    }
    int told = count < 0 ? listed : count;
    byte[] text = comment.getBytes(StandardCharsets.UTF_8);
    out.writeBytes(
        record(22 + text.length)
            .putInt(0x06054b50)
            .putInt(0)
            .putShort((short) told)
            .putShort((short) told)
            .putInt(out.size() - start)
            .putInt(start + directoryShift)
            .putShort((short) text.length)
            .put(text)
            .array());
    return out.toByteArray();
  }

  private static byte[] local(Item item) {
    byte[] name = item.localName.getBytes(StandardCharsets.UTF_8);
    return record(30 + name.length + item.content.length)
        .putInt(0x04034b50)
        .putShort((short) 20)
        .putShort((short) item.localFlags)
        .putShort((short) item.localMethod)
        .putInt(0)
        .putInt((int) item.localCrc)
        .putInt((int) item.localPacked)
        .putInt((int) item.localSize)
        .putShort((short) name.length)
        .putShort((short) 0)
        .put(name)
        .put(item.content)
        .array();
  }

  private static byte[] central(Item item) {
    byte[] name = item.name.getBytes(StandardCharsets.UTF_8);
    return record(46 + name.length)
        .putInt(0x02014b50)
        .putInt(20 | 20 << 16)
        .putShort((short) item.flags)
        .putShort((short) item.method)
        .putInt(0)
        .putInt((int) item.crc)
        .putInt((int) item.packed)
        .putInt((int) item.size)
        .putShort((short) name.length)
        .putInt(0)
        .putInt(0)
        .putInt(0)
        .putInt((int) item.offset)
        .put(name)
        .array();
  }

  private static ByteBuffer record(int size) {
    return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
  }
}
