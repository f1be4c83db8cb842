import { type ApiAnswer, refuse } from '../api-answer.ts';
import type { ApiRequest } from '../api-route.ts';
import type { Follower } from '../api-state.ts';
import type { Services } from '../services.ts';

/** Nickname, picture and region have been empty since the end of 2021. */
const describeFollower = ({ subscribedAtMs, sceneId, sceneStr }: Follower) => ({
  nickname: '',
  sex: 0,
  language: 'zh_CN',
  city: '',
  province: '',
  country: '',
  headimgurl: '',
  subscribe_time: Math.floor(subscribedAtMs / 1000),
  remark: '',
  groupid: 0,
  tagid_list: [],
  subscribe_scene: sceneId || sceneStr ? 'ADD_SCENE_QR_CODE' : 'ADD_SCENE_SEARCH',
  qr_scene: sceneId,
  qr_scene_str: sceneStr,
});

/** `GET /cgi-bin/user/info`. Of somebody who does not follow, WeChat says no more than who it is. */
export function userInfo({ context: { store } }: Services, { query }: ApiRequest): ApiAnswer {
  const follower = store.world.api.followers.get(query.get('openid') ?? '');
  if (!follower) return refuse(40003, 'invalid openid');
  const unionid = store.world.users.get(follower.userName)?.unionid;
  const person = { openid: follower.openid, ...(unionid ? { unionid } : {}) };
  return follower.subscribed ? { subscribe: 1, ...person, ...describeFollower(follower) } : { subscribe: 0, ...person };
}
