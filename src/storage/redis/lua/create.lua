-- KEYS: epoch, head, log, names of logs.  ARGV: incarnation, log name.
local role, replid = server()
local epoch = redis.call('HMGET', KEYS[1], 'inc', 'ep', 'srv', 'st')
local head = redis.call('HMGET', KEYS[2], 'v', 'h', 't')
if role ~= 'master' then
    return {'replica'}
end
if epoch[1] and epoch[1] ~= ARGV[1] then
    return {'incarnation', epoch[1]}
end
if epoch[1] and (epoch[3] ~= replid or epoch[4] ~= 'open') then
    return {'reopen'}
end
if not head[1] and redis.call('EXISTS', KEYS[3]) == 1 then
    return {'headless'}
end
if not epoch[1] then
    epoch = {ARGV[1], '1'}
    redis.call('HSET', KEYS[1], 'inc', ARGV[1], 'ep', '1', 'srv', replid, 'st', 'open',
        'since', string.format('%.0f', now()))
end
if not head[1] then
    head = {'0', string.rep('0', 64), '0'}
    redis.call('HSET', KEYS[2], 'v', head[1], 'h', head[2], 't', head[3])
    redis.call('SADD', KEYS[4], ARGV[2])
end
return {'ok', {epoch[1], epoch[2], head[1], head[2], head[3]}}
