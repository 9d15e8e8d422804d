package org.llmspell.state.backup;

/**
 * What work on backups needs.
 *
 * @param settings the settings
 * @param folder the folder of the backups
 * @param keys the keys of files
 * @param disk the file system
 */
record Workshop(BackupSettings settings, BackupFolder folder, FileKeys keys, Disk disk) {}
