package dev.weir.runtime.cli;

/** The command line's entry point. */
public final class Main {
    private Main() {}

    /** Prints the arguments. */
    public static void main(String[] arguments) {
        for (String argument : arguments) {
            System.out.println(argument);
        }
    }
}
