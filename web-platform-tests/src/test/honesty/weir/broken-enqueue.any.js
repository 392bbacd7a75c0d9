// META: script=/streams/resources/test-utils.js
// META: script=/streams/resources/rs-utils.js
// META: script=break-enqueue.js
// META: script=/streams/readable-streams/general.any.js
