test(() => {
  const name = GLOBAL.isWorker() ? 'location.any.worker.js' : 'location.any.html';
  assert_equals(location.pathname, `/weir/${name}`);
}, 'location');
