package dev.weir.inlining;

import jdk.graal.compiler.nodes.spi.CoreProviders;
import jdk.graal.compiler.options.OptionValues;
import jdk.graal.compiler.truffle.phases.inlining.InliningPolicy;
import jdk.graal.compiler.truffle.phases.inlining.InliningPolicyProvider;

/** Goes before the compiler's own policies, of which the first has priority 0. */
public final class FrequentCallsPolicyProvider extends InliningPolicyProvider {
    private static final int PRIORITY = 1;

    public FrequentCallsPolicyProvider() {
        super(PRIORITY, "FrequentCalls");
    }

    @Override
    public InliningPolicy get(OptionValues options, CoreProviders providers) {
        return new FrequentCallsPolicy(options);
    }
}
