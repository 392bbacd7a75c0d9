// META: script=there-is-no-such-script.js
test(() => {}, 'would pass');
