package dev.weir.inlining;

import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.Queue;
import jdk.graal.compiler.options.OptionValues;
import jdk.graal.compiler.truffle.TruffleCompilerOptions;
import jdk.graal.compiler.truffle.phases.inlining.CallNode;
import jdk.graal.compiler.truffle.phases.inlining.CallNode.State;
import jdk.graal.compiler.truffle.phases.inlining.CallTree;
import jdk.graal.compiler.truffle.phases.inlining.InliningPolicy;

/**
 * Takes into a function those functions that it calls often, compared with how often it runs itself.
 *
 * <p>The compiler's own policy goes on until its budget of 12,000 nodes is used up. A script that opens a socket and then
 * receives in a loop has the constructor, the handshake and the getters of all that compiled into its loop, for which the
 * compiler, which is slow until it has itself been compiled, takes seconds. What is left out is called, and compiled by
 * itself once it is worth that.
 */
final class FrequentCallsPolicy implements InliningPolicy {
    /** How often a call must be made for each run of the function that is compiled. */
    private static final double FREQUENT = 0.5;

    private static final int MAXIMUM_DEPTH = 15;

    private static final Comparator<CallNode> MOST_FREQUENT_FIRST = Comparator.comparingDouble(
                    CallNode::getRootRelativeFrequency)
            .reversed()
            .thenComparingInt(CallNode::getDepth);

    private final OptionValues options;

    FrequentCallsPolicy(OptionValues options) {
        this.options = options;
    }

    @Override
    public void run(CallTree tree) {
        expand(tree.getRoot());
        inline(tree.getRoot());
    }

    /** Looks into the functions that are called, one after the other. */
    private void expand(CallNode root) {
        int budget = TruffleCompilerOptions.InliningExpansionBudget.getValue(options);
        int recursion = TruffleCompilerOptions.InliningRecursionDepth.getValue(options);
        Queue<CallNode> calls = new PriorityQueue<>(MOST_FREQUENT_FIRST);
        addChildren(root, State.Cutoff, calls);
        int expanded = sizeOf(root);
        for (CallNode call = calls.poll(); call != null && expanded < budget; call = calls.poll()) {
            if (isWanted(call) && call.getDepth() <= MAXIMUM_DEPTH && call.getRecursionDepth() <= recursion) {
                call.expand();
                if (call.getState() == State.Expanded) {
                    expanded += sizeOf(call);
                    addChildren(call, State.Cutoff, calls);
                }
            }
        }
    }

    private void inline(CallNode root) {
        int budget = TruffleCompilerOptions.InliningInliningBudget.getValue(options);
        Queue<CallNode> calls = new PriorityQueue<>(MOST_FREQUENT_FIRST);
        addChildren(root, State.Expanded, calls);
        for (CallNode call = calls.poll(); call != null; call = calls.poll()) {
            if (isInlinedAnyway(call) || sizeOf(root) + sizeOf(call) <= budget) {
                call.inline();
                addChildren(call, State.Expanded, calls);
            }
        }
    }

    private static boolean isWanted(CallNode call) {
        return isInlinedAnyway(call) || call.getRootRelativeFrequency() >= FREQUENT;
    }

    /** Whether the call costs as much as what is called, or the language knows that it is to be inlined. */
    private static boolean isInlinedAnyway(CallNode call) {
        return call.isTrivial() || call.isForced();
    }

    private static int sizeOf(CallNode call) {
        return call.getIR().getNodeCount();
    }

    private static void addChildren(CallNode call, State state, Queue<CallNode> calls) {
        for (CallNode child : call.getChildren()) {
            if (child.getState() == state) {
                calls.add(child);
            }
        }
    }
}
