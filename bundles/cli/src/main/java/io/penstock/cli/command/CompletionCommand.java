package io.penstock.cli.command;

import io.penstock.cli.CommandTree;
import io.penstock.cli.Console;
import io.penstock.core.error.PenstockException;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code penstock completion}: a script for the shell, from the same description as help and parsing. */
@Command(description = "Prints a script that completes commands and options in a shell.",
        footer = {"", "Examples:", "  # bash: this shell, or all of them", "  source <(penstock completion bash)",
            "  penstock completion bash > ~/.local/share/bash-completion/completions/penstock",
            "  # zsh", "  source <(penstock completion zsh)",
            "  # fish", "  penstock completion fish > ~/.config/fish/completions/penstock.fish"})
public final class CompletionCommand implements Callable<Integer> {
    private final CommandTree tree;
    private final Console console;
    @Parameters(index = "0", paramLabel = "SHELL", description = "bash, zsh or fish.")
    private String shell = "";

    /** Completes the tree's commands. */
    public CompletionCommand(CommandTree tree, Console console) {
        this.tree = tree;
        this.console = console;
    }

    @Override
    public Integer call() {
        console.out().print(switch (shell) {
            // The script sees by itself which of the two reads it.
            case "bash", "zsh" -> AutoComplete.bash("penstock", tree.root());
            case "fish" -> FishCompletion.of(tree.root());
            default -> throw PenstockException.invalid("cli.shell", "expected bash, zsh or fish, but found \"" + shell + "\"");
        });
        return 0;
    }
}
