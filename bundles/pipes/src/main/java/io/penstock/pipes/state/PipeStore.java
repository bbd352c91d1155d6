package io.penstock.pipes.state;

import io.penstock.core.plugin.OutputPlugin.Guarantee;

/** What a pipe keeps between its runs. */
public interface PipeStore {
    /** Where inputs go on. */
    Checkpoints checkpoints();

    /** Where events go that nobody could handle. */
    DeadLetterSink deadLetters();

    /** What an output has promised; opened anew by every run, which closes it. */
    Ledger ledger(String output, Guarantee guarantee);
}
