/**
 * Runs web-platform-tests, the suite that browsers share, against the runtime; and holds what the other commands of this
 * module share with it: {@link dev.weir.wpt.Home}, {@link dev.weir.wpt.Readme}, {@link dev.weir.wpt.StartedServer},
 * {@link dev.weir.wpt.ToolCommand}, {@link dev.weir.wpt.ClientScript}.
 *
 * <p>Reading order: {@link dev.weir.wpt.Suite} finds {@link dev.weir.wpt.SuiteTest}s, {@link dev.weir.wpt.TestRunner} makes
 * a realm for each and listens to the suite's own harness in it, {@link dev.weir.wpt.ParallelRun} does so on all
 * processors, {@link dev.weir.wpt.Expectations} says which results are known, {@link dev.weir.wpt.WptCommand} is the
 * command line. Scripts come from the suite's files through {@link dev.weir.wpt.SuiteResources}, and what needs a server
 * is served by the suite's own, which {@link dev.weir.wpt.SuiteServer} starts and stops.
 *
 * <p>Nothing counts as a pass unless the harness in the realm said so: a test that throws, hangs, or reports nothing is an
 * ERROR, a TIMEOUT or a CRASH.
 */
@NullMarked
package dev.weir.wpt;

import org.jspecify.annotations.NullMarked;
