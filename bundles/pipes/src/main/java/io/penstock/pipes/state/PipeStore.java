package io.penstock.pipes.state;

import io.penstock.core.plugin.OutputPlugin.Guarantee;
import java.nio.file.Path;

/** What a pipe keeps between its runs. */
public interface PipeStore {
    /** Where inputs go on. */
    Checkpoints checkpoints();

    /** Where events go that nobody could handle. */
    DeadLetterSink deadLetters();

    /** What an output has promised; opened anew by every run, which closes it. */
    Ledger ledger(String output, Guarantee guarantee);

    /** The ledger of an output behind a disk buffer: numbers what comes out of that. */
    Ledger bufferLedger(String output, Guarantee guarantee);

    /** The folder of an output's disk buffer. */
    Path buffer(String output);
}
