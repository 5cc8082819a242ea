-- Writes values and the watermark that covers them, all or nothing, if the watermark is still the
-- one that this writer wrote last.
-- KEYS[1] watermark, KEYS[2] lease, KEYS[3…] values
-- ARGV[1] the watermark expected, ARGV[2] the next one, ARGV[3] the lease's time to live in ms (0: no
-- lease yet, the shard is being repaired), then bytes and time to live in ms for each value.
-- Answers how many values were written (the others have newer ones), or -1 if nothing was.
local function version(bytes)
  local head = string.sub(bytes, 1, 20)
  if #head == 20 and not string.find(head, '%D') then return head end
  return '' -- not a value of ours: older than anything
end
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return -1 end
local written = 0
for i = 3, #KEYS do
  local bytes, ttl = ARGV[2 * i - 2], ARGV[2 * i - 1]
  if version(redis.call('GETRANGE', KEYS[i], 0, 19)) <= version(bytes) then
    redis.call('SET', KEYS[i], bytes, 'PX', ttl)
    written = written + 1
  end
end
redis.call('SET', KEYS[1], ARGV[2])
if tonumber(ARGV[3]) > 0 then redis.call('SET', KEYS[2], ARGV[2], 'PX', ARGV[3]) end
return written
