/** A backend on disk: RocksDB. */
@NullMarked
package org.llmspell.state.rocksdb;

import org.jspecify.annotations.NullMarked;
