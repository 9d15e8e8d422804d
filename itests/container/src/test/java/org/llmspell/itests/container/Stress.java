package org.llmspell.itests.container;

/** Category of tests that run for minutes; in the profiles comprehensive and all. */
public interface Stress {}
